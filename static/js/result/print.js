/** The button inside prints. Without script the page does not show it. */
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.querySelector('button')?.addEventListener('click', () => print())
  }
}

customElements.define('print-button', PrintButton)
