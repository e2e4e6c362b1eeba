/** Puts the focus into the widget of a field: the element below `data-field` that takes typing. */
export function focusField(form: HTMLElement | null, name: string | undefined): void {
  if (form === null || name === undefined) return;
  const place = [...form.querySelectorAll<HTMLElement>("[data-field]")].find((element) => element.dataset["field"] === name);
  place?.querySelector<HTMLElement>("input:not([type=hidden]), textarea")?.focus();
}
