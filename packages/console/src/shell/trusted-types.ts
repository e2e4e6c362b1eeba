import DOMPurify, { type Config } from "dompurify";

type HtmlPolicy = NonNullable<Config["TRUSTED_TYPES_POLICY"]>;

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string; createScriptURL?(address: string): string }): HtmlPolicy;
}

const factory = (window as unknown as { trustedTypes?: TrustedTypesFactory }).trustedTypes;

/**
 * The policy under which DOMPurify parses. It is made once and shared: each cleaner would else make one of the same name,
 * which the content policy refuses, and then show nothing.
 */
const parsingPolicy = factory?.createPolicy("dompurify", { createHTML: (html) => html, createScriptURL: (address) => address });

/** What every call of DOMPurify is given beside its own settings. */
export const cleanerSettings: Pick<Config, "TRUSTED_TYPES_POLICY" | "RETURN_TRUSTED_TYPE"> = {
  ...(parsingPolicy === undefined ? {} : { TRUSTED_TYPES_POLICY: parsingPolicy }),
  RETURN_TRUSTED_TYPE: false,
};

/**
 * The default policy of Trusted Types: markup that a library writes is cleaned; text without `<` (the style sheets that
 * Mantine writes) passes unchanged. Import this before anything that renders.
 */
factory?.createPolicy("default", {
  createHTML: (html) => (html.includes("<") ? cleaned(html) : html),
});

function cleaned(html: string): string {
  return DOMPurify.sanitize(html, { USE_PROFILES: { html: true, svg: true, svgFilters: true }, ...cleanerSettings });
}
