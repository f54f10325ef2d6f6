import { Component, type ReactNode } from "react";

interface Props {
  /** What is shown instead, once something within failed. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps a mistake in one page from taking the others with it. React has no function for this. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
