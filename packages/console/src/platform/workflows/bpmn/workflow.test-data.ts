/** A workflow with comments, CDATA, escapes, odd blanks and a decision: everything that has to survive an edit. */
export const sampleWorkflow = `<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand > kept -->
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:resilient="http://resilient.ibm.com/bpmn"
             targetNamespace="http://www.camunda.org/test">
  <process id="example" isExecutable="true" name="Example &gt; &quot;one&quot;">
    <documentation/>
    <endEvent id="End_1"><incoming>Flow_c</incoming></endEvent>
    <serviceTask id="Task_2" name="Second" resilient:type="function"><extensionElements><resilient:function uuid="f-2"  /></extensionElements></serviceTask>
    <startEvent id="Start_1"><outgoing>Flow_a</outgoing></startEvent>
    <sequenceFlow id="Flow_a" sourceRef="Start_1" targetRef="Task_1"/>
    <serviceTask id="Task_1" name='First' resilient:type="function">
      <extensionElements>
        <resilient:function uuid="f-1">{"inputs":{},"post_processing_script":"if a &lt; b &amp;&amp; c:\\n  pass","pre_processing_script":"inputs.x = artifact.value","other":{"kept":[1,2]}}</resilient:function>
      </extensionElements>
    </serviceTask>
    <sequenceFlow id="Flow_b" sourceRef="Task_1" targetRef="Choice"/>
    <exclusiveGateway id="Choice" name="Found?" default="Flow_c"/>
    <sequenceFlow id="Flow_d" name="yes" sourceRef="Choice" targetRef="Task_2"><conditionExpression language="resilient-conditions"><![CDATA[{"conditions":[{"evaluation_id":1,"field_name":"incident.severity_code","method":"equals","type":null,"value":"High"}],"logic_type":"all"}]]></conditionExpression></sequenceFlow>
    <sequenceFlow id="Flow_c" sourceRef="Choice" targetRef="End_1"/>
    <sequenceFlow id="Flow_e" sourceRef="Task_2" targetRef="End_1"/>
  </process>
</definitions>
`;
