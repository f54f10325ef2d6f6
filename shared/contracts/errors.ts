import { Json, type Locale } from "./values.ts";
import * as z from "zod";

type ErrorEntry = { readonly status: number } & Readonly<Record<Locale, string>>;

/** Every error the API can answer: its HTTP status and what to tell a person, in each language of the desk. */
export const errorTable = {
  BAD_REQUEST: {
    status: 400,
    "pt-BR": "O pedido não está no formato esperado.",
    en: "The request is not in the expected shape.",
    es: "La solicitud no tiene el formato esperado.",
  },
  CURSOR_INVALID: {
    status: 400,
    "pt-BR": "O cursor não pertence a esta consulta.",
    en: "The cursor does not belong to this query.",
    es: "El cursor no pertenece a esta consulta.",
  },
  PASSWORD_REFUSED: {
    status: 400,
    "pt-BR": "A senha precisa de ao menos 8 caracteres, com maiúscula, minúscula e número.",
    en: "The password needs at least 8 characters with an upper-case letter, a lower-case letter and a digit.",
    es: "La contraseña necesita al menos 8 caracteres con mayúscula, minúscula y número.",
  },
  CODE_REFUSED: {
    status: 400,
    "pt-BR": "O código do autenticador não confere.",
    en: "The code of the authenticator does not match.",
    es: "El código del autenticador no coincide.",
  },
  TAGS_REQUIRED: {
    status: 400,
    "pt-BR": "Escolha ao menos uma tag para finalizar.",
    en: "Choose at least one tag to close.",
    es: "Elija al menos una etiqueta para finalizar.",
  },
  TAG_OF_OTHER_SECTOR: {
    status: 400,
    "pt-BR": "Uma das tags não é do setor deste atendimento.",
    en: "One of the tags does not belong to the ticket's sector.",
    es: "Una de las etiquetas no es del sector de esta atención.",
  },
  UNAUTHENTICATED: {
    status: 401,
    "pt-BR": "Entre novamente para continuar.",
    en: "Sign in again to continue.",
    es: "Inicie sesión de nuevo para continuar.",
  },
  SIGN_IN_REFUSED: {
    status: 401,
    "pt-BR": "E-mail ou senha não conferem.",
    en: "The e-mail and password do not match.",
    es: "El correo y la contraseña no coinciden.",
  },
  CHALLENGE_EXPIRED: {
    status: 401,
    "pt-BR": "O prazo para responder passou. Entre novamente.",
    en: "The time to answer has passed. Sign in again.",
    es: "El plazo para responder pasó. Inicie sesión de nuevo.",
  },
  SIGNATURE_INVALID: {
    status: 401,
    "pt-BR": "A assinatura do pedido não confere.",
    en: "The signature of the request does not match.",
    es: "La firma de la solicitud no coincide.",
  },
  FORBIDDEN: {
    status: 403,
    "pt-BR": "Você não tem permissão para isso.",
    en: "You are not allowed to do that.",
    es: "No tiene permiso para eso.",
  },
  NOT_FOUND: {
    status: 404,
    "pt-BR": "Não encontrado.",
    en: "Not found.",
    es: "No encontrado.",
  },
  VERSION_CONFLICT: {
    status: 409,
    "pt-BR": "Isto mudou enquanto você o via.",
    en: "This changed while you were looking at it.",
    es: "Esto cambió mientras usted lo veía.",
  },
  TICKET_NOT_WAITING: {
    status: 409,
    "pt-BR": "Este atendimento não está mais em espera.",
    en: "This ticket is no longer waiting.",
    es: "Esta atención ya no está en espera.",
  },
  TICKET_NOT_OPEN: {
    status: 409,
    "pt-BR": "Este atendimento não está em atendimento.",
    en: "This ticket is not open.",
    es: "Esta atención no está abierta.",
  },
  TICKET_NOT_SNOOZED: {
    status: 409,
    "pt-BR": "Este atendimento não está adiado.",
    en: "This ticket is not snoozed.",
    es: "Esta atención no está aplazada.",
  },
  TICKET_NOT_CLOSED: {
    status: 409,
    "pt-BR": "Este atendimento ainda não foi finalizado.",
    en: "This ticket is not closed yet.",
    es: "Esta atención aún no fue finalizada.",
  },
  TICKET_CLOSED: {
    status: 409,
    "pt-BR": "Este atendimento já foi finalizado.",
    en: "This ticket is already closed.",
    es: "Esta atención ya fue finalizada.",
  },
  NOT_A_POTENTIAL: {
    status: 409,
    "pt-BR": "Este atendimento não é um potencial.",
    en: "This ticket is not a potential.",
    es: "Esta atención no es un potencial.",
  },
  NO_BOT: {
    status: 409,
    "pt-BR": "Este canal não tem menu nem bot.",
    en: "This channel has neither a menu nor a bot.",
    es: "Este canal no tiene menú ni bot.",
  },
  NOT_ASSIGNEE: {
    status: 409,
    "pt-BR": "Só quem está com o atendimento pode fazer isso.",
    en: "Only the agent who holds the ticket can do that.",
    es: "Solo quien tiene la atención puede hacer eso.",
  },
  AGENT_AT_LIMIT: {
    status: 409,
    "pt-BR": "O limite de atendimentos simultâneos foi atingido.",
    en: "The limit of simultaneous tickets has been reached.",
    es: "Se alcanzó el límite de atenciones simultáneas.",
  },
  AGENT_HAS_OPEN_TICKETS: {
    status: 409,
    "pt-BR": "O atendente ainda tem atendimentos em andamento.",
    en: "The agent still holds open tickets.",
    es: "El agente aún tiene atenciones en curso.",
  },
  AGENT_NOT_AVAILABLE: {
    status: 409,
    "pt-BR": "O atendente não atende esta fila ou não está disponível.",
    en: "The agent does not serve this queue or is not available.",
    es: "El agente no atiende esta cola o no está disponible.",
  },
  QUEUE_FULL: {
    status: 409,
    "pt-BR": "A fila está cheia.",
    en: "The queue is full.",
    es: "La cola está llena.",
  },
  SECTOR_CLOSED: {
    status: 409,
    "pt-BR": "O setor está fora do horário ou inativo.",
    en: "The sector is closed or not active.",
    es: "El sector está cerrado o inactivo.",
  },
  QUEUE_UNATTENDED: {
    status: 409,
    "pt-BR": "Ninguém atende esta fila agora. Confirme para transferir assim mesmo.",
    en: "Nobody attends this queue now. Confirm to transfer anyway.",
    es: "Nadie atiende esta cola ahora. Confirme para transferir de todos modos.",
  },
  SNOOZE_CROSSES_WINDOW: {
    status: 409,
    "pt-BR": "O adiamento passa da janela de 24 horas: confirme, ou anexe um modelo.",
    en: "The snooze ends after the 24-hour window: confirm it, or attach a template.",
    es: "El aplazamiento supera la ventana de 24 horas: confírmelo o adjunte una plantilla.",
  },
  CONTACT_BLOCKED: {
    status: 409,
    "pt-BR": "Este contato está bloqueado.",
    en: "This contact is blocked.",
    es: "Este contacto está bloqueado.",
  },
  CONTACT_HAS_TICKET: {
    status: 409,
    "pt-BR": "Este contato já está em atendimento com outra pessoa ou outro setor.",
    en: "This contact is already attended by somebody else or in another sector.",
    es: "Este contacto ya está siendo atendido por otra persona u otro sector.",
  },
  WINDOW_CLOSED: {
    status: 409,
    "pt-BR": "A janela de 24 horas terminou: só modelos aprovados podem ser enviados.",
    en: "The 24-hour window is over: only approved templates can be sent.",
    es: "La ventana de 24 horas terminó: solo se pueden enviar plantillas aprobadas.",
  },
  IDEMPOTENCY_MISMATCH: {
    status: 409,
    "pt-BR": "Esta chave já foi usada com outro conteúdo.",
    en: "This key has already been used with other content.",
    es: "Esta clave ya se usó con otro contenido.",
  },
  ALREADY_EXISTS: {
    status: 409,
    "pt-BR": "Já existe um registro com este valor.",
    en: "A record with this value exists already.",
    es: "Ya existe un registro con este valor.",
  },
  LAST_QUEUE: {
    status: 409,
    "pt-BR": "Um setor ativo precisa de ao menos uma fila.",
    en: "An active sector needs at least one queue.",
    es: "Un sector activo necesita al menos una cola.",
  },
  LAST_ADMIN: {
    status: 409,
    "pt-BR": "É preciso restar ao menos um administrador ativo.",
    en: "At least one active administrator must remain.",
    es: "Debe quedar al menos un administrador activo.",
  },
  HAS_LIVE_TICKETS: {
    status: 409,
    "pt-BR": "Há atendimentos em andamento: escolha para onde vão ou finalize todos.",
    en: "There are live tickets: say where they go, or close them all.",
    es: "Hay atenciones en curso: elija adónde van o finalícelas todas.",
  },
  IN_USE: {
    status: 409,
    "pt-BR": "Ainda está em uso.",
    en: "It is still in use.",
    es: "Todavía está en uso.",
  },
  UNKNOWN_VARIABLE: {
    status: 400,
    "pt-BR": "O texto usa uma variável que não existe.",
    en: "The text uses a variable that does not exist.",
    es: "El texto usa una variable que no existe.",
  },
  OUTSIDE_ACCESS_HOURS: {
    status: 403,
    "pt-BR": "Fora do seu horário de acesso.",
    en: "Outside your access hours.",
    es: "Fuera de su horario de acceso.",
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    "pt-BR": "O conteúdo passa do tamanho permitido.",
    en: "The content is larger than allowed.",
    es: "El contenido supera el tamaño permitido.",
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    "pt-BR": "Muitas tentativas. Espere um pouco e tente de novo.",
    en: "Too many attempts. Wait a little and try again.",
    es: "Demasiados intentos. Espere un poco e intente de nuevo.",
  },
  INTERNAL: {
    status: 500,
    "pt-BR": "Algo falhou do nosso lado. Tente de novo.",
    en: "Something failed on our side. Try again.",
    es: "Algo falló de nuestro lado. Intente de nuevo.",
  },
  PROVIDER_UNAVAILABLE: {
    status: 502,
    "pt-BR": "O WhatsApp não respondeu como esperado. Tente de novo; se continuar, confira o canal.",
    en: "WhatsApp did not answer as expected. Try again; if it goes on, check the channel.",
    es: "WhatsApp no respondió como se esperaba. Intente de nuevo; si continúa, revise el canal.",
  },
  BUSY: {
    status: 503,
    "pt-BR": "Muitos pedidos ao mesmo tempo. Tente de novo em instantes.",
    en: "Too many requests at once. Try again in a moment.",
    es: "Demasiadas solicitudes a la vez. Intente de nuevo en un momento.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof errorTable;
export const ErrorCode = z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]);

/** The body of every answer that is not a success. `message` is in English; a desk shows its own text by `code`. */
export const ErrorBody = z.strictObject({
  error: z.strictObject({
    code: ErrorCode,
    message: z.string(),
    details: z.record(z.string(), Json),
    requestId: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** The one error type of the desk. `details` is shown to the caller: JSON that holds no secret and no text of a message. */
export class DeskError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: DeskError["details"] = {}, options?: ErrorOptions) {
    super(errorTable[code].en, options);
    this.name = "DeskError";
    this.code = code;
    this.details = details;
  }
}
