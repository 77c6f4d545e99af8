/** A "Print" button where there is script to act on it. */
class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Print'
    button.addEventListener('click', () => print())
    this.replaceChildren(button)
  }
}

customElements.define('print-button', PrintButton)
