import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { ref } from '../ref.ts'

/** Small schemas that describe the answers of the service. All objects are open, because versions add keys. */

export const named = (name: string): TSchema => Type.Unsafe(ref(name))

export const says = (description: string, schema: TSchema): TSchema =>
  Type.Unsafe({ ...schema, description })

/** A value of this type, or null. */
export const nullable = (type: string | string[], description?: string): TSchema =>
  Type.Unsafe({
    type: [type, 'null'].flat(),
    ...(description === undefined ? {} : { description }),
  })

export const eitherNull = (schema: TSchema): TSchema =>
  Type.Unsafe({ anyOf: [schema, { type: 'null' }] })

export const text = (description: string) => Type.String({ description })
export const number = (description: string) => Type.Number({ description })
export const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema)

/** An object whose keys are all optional. */
export const someOf = (properties: TProperties): TSchema => Type.Partial(Type.Object(properties))

export const time = (description: string) =>
  Type.String({ description: `${description}, ISO 8601 with an offset` })

/** The service's envelope around its data. */
export const success = (data: TSchema): TSchema =>
  Type.Object({ ok: Type.Literal(true), data, meta: named('Meta') })
