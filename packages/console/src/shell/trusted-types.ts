import DOMPurify from "dompurify";

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): unknown;
}

/**
 * The default policy of Trusted Types: markup that a library writes is cleaned; text without `<` (the style sheets that
 * Mantine writes) passes unchanged. Import this before anything that renders.
 */
const factory = (window as unknown as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy("default", {
  createHTML: (html) => (html.includes("<") ? DOMPurify.sanitize(html, { USE_PROFILES: { html: true, svg: true, svgFilters: true }, RETURN_TRUSTED_TYPE: false }) : html),
});
