export { parseBaseUrl } from '../../shared/base-url'
