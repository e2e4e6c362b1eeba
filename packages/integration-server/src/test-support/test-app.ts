import { type ActionContext, type ActionEvent, type ActionObject, type AppAction, type AppFunction, type AppThreatSearcher, defineAction, defineApp, defineConfig, defineFunction, type FunctionContext, type FunctionResult, type InDoubtPolicy, numberInput, selectInput, type SoarkitApp, textInput } from "@soarkit/app-sdk";

const config = defineConfig({
  section: "fn_test",
  destinationKey: "queue",
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

const properties = { days: numberInput({ minimum: 1 }), mode: selectInput({ values: ["fast", "slow"], default: "slow" }) };

export function testAction<Kind extends ActionObject>(rule: string, objectType: Kind, inDoubt: InDoubtPolicy, handler: (event: ActionEvent<typeof properties, Kind>, context: ActionContext<{ test_password: string }>) => Promise<string> | string): AppAction {
  return defineAction({ rule, objectType, properties, config, inDoubt, handler });
}

/** An app with functions. */
export function testApp(...functions: AppFunction[]): SoarkitApp {
  return testAppWith(functions, []);
}

/** An app with functions and actions. */
export function testAppWith(functions: readonly AppFunction[], actions: readonly AppAction[], name = "test-app", threatSearchers: readonly AppThreatSearcher[] = []): SoarkitApp {
  return defineApp({
    name,
    packageName: `fn-${name}`,
    displayName: "Test app",
    version: "1.2.3",
    author: "Soarkit",
    support: "https://example.com",
    description: "For tests",
    permissions: [],
    minimumPlatformVersion: "35.2.32",
    config,
    functions,
    actions,
    threatSearchers,
    customizations: () => ({ destination: { name: "Test", programmaticName: "fn_test" }, rules: [], activityFields: {}, workflows: [] }),
    selftest: ({ config: { test_password: password } }) => Promise.resolve([{ name: "Password is set", outcome: password === "none" ? "failed" : "ok", detail: password }]),
  });
}
