import { type AppFunction, defineApp, defineConfig, defineFunction, type FunctionContext, type FunctionResult, type InDoubtPolicy, numberInput, selectInput, type SoarkitApp, textInput } from "@soarkit/app-sdk";

const config = defineConfig({
  section: "fn_test",
  schema: { safeParse: (values) => ({ success: true, data: { test_password: (values as Record<string, string>)["test_password"] ?? "none" } }) },
  secrets: ["test_password"],
  template: "[fn_test]\n# Password.\ntest_password =\n",
});

const inputs = { test_value: textInput({ required: true }), test_count: numberInput({ minimum: 0, maximum: 9 }), test_mode: selectInput({ values: ["fast", "slow"], default: "slow" }) };

export interface TestInputs {
  readonly test_value: string;
  readonly test_count: number | undefined;
  readonly test_mode: "fast" | "slow";
}

type Handler = (inputs: TestInputs, context: FunctionContext<{ test_password: string }>) => Promise<FunctionResult> | FunctionResult;

export function testFunction(name: string, inDoubt: InDoubtPolicy, handler: Handler): AppFunction {
  return defineFunction({ name, displayName: name, description: "", inputs, config, inDoubt, handler });
}

export function testApp(...functions: AppFunction[]): SoarkitApp {
  return defineApp({
    name: "test-app",
    packageName: "fn-test-app",
    displayName: "Test app",
    version: "1.2.3",
    author: "Soarkit",
    support: "https://example.com",
    description: "For tests",
    permissions: [],
    minimumPlatformVersion: "35.2.32",
    config,
    functions,
    customizations: () => ({ destination: { name: "Test", programmaticName: "fn_test" }, rules: [], activityFields: {}, workflows: [] }),
    selftest: ({ config: { test_password: password } }) => Promise.resolve([{ name: "Password is set", outcome: password === "none" ? "failed" : "ok", detail: password }]),
  });
}
