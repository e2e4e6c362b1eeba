import { Component, type ReactNode } from "react";
import { Problem } from "../../parts/states.js";

/** Keeps header and navigation when a page breaks, and offers to try again. */
export class PageErrors extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    // A page's file that is gone belongs to an older version: only loading the page again helps.
    const outdated = this.state.error instanceof TypeError && /import|module/i.test(this.state.error.message);
    return (
      <div className="sk-page">
        <h1>This page stopped</h1>
        <Problem
          error={outdated ? new Error("Soarkit was updated while this page was open.") : this.state.error}
          what={outdated ? "Load the page again" : "The page could not be shown"}
          onRetry={() => (outdated ? location.reload() : this.setState({ error: undefined }))}
        />
      </div>
    );
  }
}
