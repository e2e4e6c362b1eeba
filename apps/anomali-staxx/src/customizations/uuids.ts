/**
 * Identities under which the original app published its customizations (facts of its export document of
 * 2020-08-20, resilient-community-apps `fn_anomali_staxx`; `staxx_confidence` and `confidence_level` of the
 * export before it). Carrying them makes an import over the original an update instead of a clash.
 */
export const destinationUuid = "57b38d9d-1b43-4741-b93b-2ebe0a3724f4";

/** Functions by name. */
export const functionUuids = {
  staxx_import: "6ed67e9f-ddf1-47b5-8d89-0858c852110a",
  staxx_query: "262bd0da-c791-4eaa-b559-c6353708715c",
} as const;

/** Function inputs by name. */
export const inputUuids = {
  staxx_indicator_type: "a334b578-03c6-41e2-94b5-c0850036bd02",
  staxx_tlp: "badbaaf1-e9ff-4a72-a194-798300cd1623",
  staxx_severity: "5abdd679-8220-4d5c-91f3-6d11eb8795fc",
  staxx_indicator: "05761b8e-0b60-4a50-be14-79520056e3e1",
  staxx_auto_approve: "b0a02141-7b50-4459-8c45-28f5f7306309",
  staxx_max_results: "a49e4589-361a-488d-9b42-e6f664b14e8c",
  staxx_confidence: "0a95a692-b4e5-4c24-8a04-2e70200f0659",
} as const;

/** Activity fields of the rules by name. */
export const activityFieldUuids = {
  auto_approve: "ae24bdc8-7461-4fbf-a7d4-14fbdfb21870",
  tlp_color: "b11f0831-b48c-49fc-9ba9-fc3dc9c0e7d1",
  severity_level: "0d901736-ada9-4e64-accc-a0fc0002c57e",
  indicator_type: "5e50df8f-9c5f-4928-8f82-0f605bebbe58",
  confidence_level: "82360729-9351-4187-9924-7c9e738db1a0",
} as const;

/** Rules by name. */
export const ruleUuids = {
  "Example: Anomali Staxx Import": "9fb298bd-1bfa-45fc-98d5-49307ebcb682",
  "Example: Anomali Staxx Query": "bd99e45c-c092-4265-bac6-5335ae919981",
} as const;

/** Workflows by programmatic name. */
export const workflowUuids = {
  example_staxx_indicator_search: "19618636-639a-46e4-ab47-d3d4d676e021",
  example_staxx_indicator_import: "e7740843-f588-49c8-8f7e-589298bc20d6",
} as const;

/** Values of the function inputs that are selects, by input and label. */
export const inputValueUuids = {
  staxx_indicator_type: {
    adware: "572b0b22-cf6b-4641-8216-2d066c989e99",
    apt: "c9e12e45-4e3e-4e9a-b512-8b3ec97d3f11",
    bot: "cf65d26b-b1df-46ad-bf26-1dd06338b8d8",
    brute: "2c2d5f2d-591c-4cb5-b4c0-cda50c505b16",
    c2: "5f1ff7c6-40c6-4a5a-9b27-ca19147eef9c",
    compromised: "fa0c8236-a6b7-4da6-8da5-3fc3e3938f79",
    ddos: "01af379c-0e66-46f9-befe-10e2c7bc9293",
    dyn_dns: "797d66c7-1fec-4744-bfa7-86c9801ba4ec",
    exfil: "6bdb7315-9cab-431c-a67e-38d76c869870",
    exploit: "9dd1eef7-cb93-47d3-bfd7-93eb52d5128d",
    hack_tool: "560ffa32-1217-480b-b46b-1b3f6def5b89",
    anomalous: "a4d29c18-0703-4110-8b83-47c9ff7b94fa",
    malware: "8b49f3c6-a759-4c97-856d-a00642e3c8ae",
    p2p: "48be968b-b355-4a47-8057-26d4c0df219f",
    parked: "b3f4d68f-bbb9-4705-b796-76a31109cb7a",
    data_leakage: "80a2f2e8-4d18-4281-b55b-322871eb1dfe",
    phish: "fa1a7b6b-0153-4bd8-ae77-2979ebe87e79",
    anonymization: "3e60e760-94e4-436b-8746-ce9833d645ee",
  },
  staxx_tlp: {
    RED: "856e9c36-fcb5-416a-8b2b-f946079e44f8",
    AMBER: "d26c3d8a-5642-4960-bf24-e0d6c9bf96b3",
    GREEN: "1a837f9a-c02e-4cab-ae18-828779f2bde3",
    WHITE: "0b4f94bd-27f7-4fc0-a5c1-92710f52fcc0",
  },
  staxx_severity: {
    low: "65d5cbed-346e-43de-b4c8-1a4f67e19a5a",
    medium: "4c823f29-a123-455b-832a-467ed780f9e5",
    high: "62ba99d8-1603-4adf-83fc-dc4ddcb9058b",
    "very-high": "d310db48-ba9c-4aa8-b3e6-7fca3e030966",
  },
  staxx_auto_approve: {
    yes: "e33142bb-1d28-4de0-8068-cbfc33fadb7f",
    no: "89954b61-4ae7-4a76-9d7b-8f6640803215",
  },
} as const;

/** Values of the activity fields that are selects, by field and label. */
export const activityValueUuids = {
  auto_approve: {
    no: "73288b60-6c17-416f-b590-d2171d40e57d",
    yes: "9e7cc294-a9aa-4265-aba6-0781c6a9eea8",
  },
  tlp_color: {
    AMBER: "14c9b765-ac17-4668-b8fa-26ca642ec98b",
    GREEN: "359a0010-8a48-44e6-82ee-ab368a8460d6",
    RED: "822fa690-6085-4bd2-944b-a519d6ff10db",
    WHITE: "d047cb85-02f7-438e-ae40-3671c04b9f50",
  },
  severity_level: {
    low: "64040f60-8024-41a9-8e8e-be9bba6a9812",
    medium: "55dc8582-37a3-4e70-8623-38cfe5cac373",
    high: "dc1a9f76-dfd4-4fbf-af8f-fefca1f0fe46",
    "very-high": "246195a0-4532-4e35-b946-445c51fe28a0",
  },
  indicator_type: {
    adware: "63324845-b830-4179-a848-08d0172a2fb6",
    apt: "12185654-691d-4e58-9955-51af703dfd0f",
    bot: "d020bfb8-8b29-47af-9aba-7c6d3d86481f",
    brute: "43dcd755-8b82-4987-a571-da0abdd066c8",
    c2: "efcc06e5-abcb-4647-bcf3-96c80fb60b44",
    compromised: "dd3b2c79-5229-46ad-bc28-5abdedcdfea4",
    ddos: "78388c55-ce30-4ad9-9625-e961684541c5",
    dyn_dns: "0fc71483-faec-45f7-a3f1-563e9328b830",
    exfil: "51016633-a9ce-4328-b7d1-2ca26bae3c70",
    exploit: "b2cbcdbf-6c78-4adc-ab03-1dcfedd6f73e",
    hack_tool: "e1307dbb-727f-4d13-acec-ced4513a7d4a",
    anomalous: "4423c292-c98d-4808-85f7-63d87c5cfbb6",
    malware: "4aa2b3e0-748d-4e56-be5d-ae5bc1ba6629",
    p2p: "bde38539-411a-437e-a45a-077e7f40787b",
    parked: "87d6eed4-e935-4cec-baeb-614b7bcf71bb",
    data_leakage: "c91c4f7b-67dd-48e0-b924-72a6853f007a",
    phish: "8fcd1675-6824-47f5-8e39-865550309acb",
    anonymization: "23492a77-6349-4d06-9b65-063de340a325",
  },
} as const;
