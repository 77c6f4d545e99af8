/** Shows the buttons that copy the text of the element whose id they name. @param {ParentNode} root */
export function showCopyButtons(root) {
  for (const button of root.querySelectorAll('button[data-copy][hidden]')) {
    button.removeAttribute('hidden')
    button.addEventListener('click', () => {
      copy(button).catch(reportError)
    })
  }
}

/** @param {Element} button */
async function copy(button) {
  const source = document.getElementById(button.getAttribute('data-copy') ?? '')
  const label = button.firstChild
  if (!source || !label) return
  const words = label.textContent
  const isCopied = navigator.clipboard
    ? navigator.clipboard.writeText(source.textContent.trim()).then(
        () => true,
        () => false,
      )
    : copyMarked(source)
  label.textContent = (await isCopied) ? 'Copied' : 'Not copied'
  setTimeout(() => {
    label.textContent = words
  }, 2000)
}

/** As by hand: over plain HTTP a page has no clipboard. @param {Element} source */
function copyMarked(source) {
  getSelection()?.selectAllChildren(source)
  const isCopied = document.execCommand('copy')
  getSelection()?.empty()
  return isCopied
}
