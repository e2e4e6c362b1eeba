/** A text as every database keeps it: NUL ends texts in some, and halves of characters are refused. */
export function storable(text: string): string {
  return text.replaceAll("\0", "\uFFFD").replaceAll(/\p{Cs}/gu, "\uFFFD");
}
