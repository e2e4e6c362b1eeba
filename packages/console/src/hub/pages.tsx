export function HubPages() { return <main>hub</main>; }
