export function PlatformPages() { return <main>platform</main>; }
