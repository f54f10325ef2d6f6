/** The conversation of the demo: six messages of the customer, six of the agent, in turn. */
export const script = [
  { in: "Oi! Vocês têm café em grãos para presente?" },
  { out: "Oi, Lia! Temos sim 😊 É para alguém que já toma café sem açúcar?" },
  { in: "É para o meu pai, ele ama café forte." },
  { out: "Então o Mogiana de torra escura, 250 g. Sai a R$ 42,00, já na caixinha de presente." },
  { in: "Perfeito. Entregam até sexta na Vila Mariana?" },
  { out: "Entregamos quinta à tarde. O frete fica em R$ 9,00." },
  { in: "Fechado! Rua Áurea, 120, apto 34." },
  { out: "Anotado: Rua Áurea, 120, apto 34. O total é R$ 51,00, mando o Pix?" },
  { in: "Pode mandar 👍" },
  { out: "Chave Pix: loja@aurora.example, em nome de Empório Aurora." },
  { in: "Paguei agora. Obrigada!" },
  { out: "Recebido, Lia! Seu pedido sai quinta. Bom presente para o seu pai!" },
] as const satisfies readonly ({ readonly in: string } | { readonly out: string })[];

/** Who writes in the demo. */
export const customerName = "Lia Gonçalves";

/** What the agent closes the ticket with. */
export const closingTag = "Venda concluída";
