import { Component, type ReactNode } from 'react'
import { CrashScreen } from './crash-screen'

interface Props {
  readonly children: ReactNode
  readonly onCrash: (cause: unknown) => void
}

/**
 * Catches what breaks while the window is drawn, a part that could not be loaded included; React
 * would leave an empty window. Only a class can do this.
 */
export class Boundary extends Component<Props, { readonly broken: boolean }> {
  override readonly state = { broken: false }

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(cause: unknown): void {
    this.props.onCrash(cause)
  }

  override render(): ReactNode {
    return this.state.broken ? <CrashScreen /> : this.props.children
  }
}
