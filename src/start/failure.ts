import { ConfigError } from '../config/index.ts'

export interface ListenAddress {
  host: string
  port: number
}

/**
 * Says in a sentence why the process does not start and what to change. An error that we do not know is shown whole,
 * with its stack.
 */
export function startFailure(error: unknown, { host, port }: ListenAddress): string {
  if (error instanceof ConfigError) return error.message
  const { code, syscall, stack = String(error) } = error as NodeJS.ErrnoException
  const at = `port ${port} of ${host}`
  switch (code) {
    case 'EADDRINUSE':
      return `Touchline cannot listen on ${at}: another program does already. Set PORT to a free port, or end that program.`
    case 'EACCES':
      return `Touchline cannot listen on ${at}: this user may not. Set PORT to 1024 or higher, or allow the user to open lower ports.`
    case 'EADDRNOTAVAIL':
      return `Touchline cannot listen on ${at}: this machine does not have the address. Set HOST to one that it has.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Touchline cannot listen on ${at}: the name leads to no address. Set HOST to an address of this machine.`
  }
  if (syscall === 'listen' || syscall === 'bind')
    return `Touchline cannot listen on ${at} (${code}).`
  return `Touchline cannot start.\n${stack}`
}
