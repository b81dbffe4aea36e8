import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { openBridge } from './bridge'
import { createWords, WordsContext } from './i18n/intl'
import { englishMessages } from './i18n/messages'
import { createApp } from './store/app'
import { firstView } from './store/first-view'
import { AppContext } from './store/hooks'
import { start } from './store/start'
import './style/base.css'

const words = createWords('en', englishMessages())
const app = createApp({
  bridge: openBridge(),
  words,
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})
start(app)
// the first number makes the browser load its data: better now than when the list is there
words.number(0)

const root = document.getElementById('root')
void firstView(app).then(() => {
  if (root === null) return
  createRoot(root).render(
    <StrictMode>
      <WordsContext value={words}>
        <AppContext value={app}>
          <App />
        </AppContext>
      </WordsContext>
    </StrictMode>,
  )
})
