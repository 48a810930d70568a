import { type Conversation, lines, rows } from './conversation.ts';

/** A seller of warehouse equipment speaks with clients abroad. */
export const ENGLISH_CONVERSATION: Conversation = {
  products: rows(`
    pallet racks
    shelving units
    hand-held terminals
    label printers
    barcode scanners
    floor scales
    pallet trucks
    electric stackers
    packing benches
    plastic crates
    roller conveyors
    lift tables
    safety barriers`),
  scenes: {
    introduction: {
      channels: [
        ['call', 6],
        ['letter', 3],
        ['meeting', 2],
      ],
      said: lines(`
        {who} looks after warehouse supplies and was happy to hear about us. | Interested | Send catalogue and price list.
        First call. {who} is comparing suppliers of {product}. | Send presentation | They want references.
        Introduced ourselves. {who} asks to be called back on {date}. | Call back |
        Enquiry from the web site: {who} asks for prices of {product}. | Send price list | Ask how many they need.
        {who} heard of us from a colleague; they are extending the warehouse. | Meeting agreed | Best on {date}.
        {who} is still looking around, nothing before next quarter. | Still looking around | Call again on {date}.`),
      onSite: lines(`
        Met in person: {who} showed us round, they work two shifts. | Interested | Send the catalogue.
        First meeting. {who} went through the plans for the year. | Site visit agreed | Engineer to come on {date}.
        Met at a trade fair; {who} asked a lot about {product}. | Send presentation |`),
    },
    needs: {
      channels: [
        ['call', 6],
        ['meeting', 3],
        ['visit', 1],
        ['letter', 2],
      ],
      said: lines(`
        {who} described the job: about {count} {product}, to be running by {date}. | Requirements clear | Prepare a quotation.
        Clarified loads and ceiling height. {who} will send the floor plan. | Waiting for floor plan | Remind them on {date}.
        Stock is still kept on paper; {who} wants bin locations. | Quotation in preparation | Show the terminals at work.
        {who} confirmed a budget of about {sum}. | Budget confirmed | Keep within it, installation included.
        They need {product} to replace worn ones; {who} asks for an equivalent. | Quotation in preparation |`),
      onSite: lines(`
        Walked the site and took measurements. {who} wants to see two layouts. | Quotation in preparation | Drawing promised for {date}.
        Workshop with the storekeepers: finding goods is the main trouble. {who} supports new equipment. | Requirements clear | Prepare a quotation by {date}.`),
    },
    offer: {
      channels: [
        ['letter', 5],
        ['call', 5],
        ['meeting', 1],
      ],
      said: lines(`
        Quotation {doc} sent: {count} {product}, {sum} in all. | Quotation sent | Answer due on {date}.
        {who} has quotation {doc} and will answer by {date}. | Decision pending |
        Requoted {doc}: {product} only, without installation. | Quotation sent | They compare two other suppliers.
        {who} asks to split delivery in two, total unchanged at {sum}. | Scope agreed | Redo the schedule.
        Questions on quotation {doc} about lead time and warranty, all answered. | Thinking it over | Remind them in a week.
        Quotation {doc} is with the director; {who} is in favour. | Decision pending | Call on {date}.`),
      onSite: lines(`
        Presented quotation {doc}: {who} agrees with the scope, finance wants a later date. | Scope agreed | Answer promised for {date}.
        Showed samples of {product}; {who} wants them in quotation {doc}. | To be requoted |`),
    },
    negotiation: {
      channels: [
        ['call', 6],
        ['meeting', 3],
        ['letter', 2],
      ],
      said: lines(`
        {who} asks for 7% off; offered 4% against prepayment. | Discount needed | Clear it with the manager.
        Discussed payment terms: {who} insists on 30 days. | Terms open | Get back to them tomorrow.
        A competitor is cheaper but without installation. {who} would rather stay with us. | On hold | Call on {date}.
        {who} agrees to {sum} if delivered by {date}. | Price agreed | Prepare the contract.`),
      onSite: lines(`
        Negotiated at their office with {who} and counsel, went through the open clauses. | Terms agreed | Contract next.
        Met the management: price is fine, {who} wants an extended warranty. | Price agreed | Check the warranty terms.`),
    },
    contract: {
      channels: [
        ['letter', 6],
        ['call', 3],
        ['meeting', 1],
      ],
      said: lines(`
        Contract {doc} over {sum} sent. | With their lawyers | Answer due on {date}.
        Their lawyers returned contract {doc} with comments. | Comments to answer | Answer by {date}.
        Contract {doc} signed by both sides, scan received. | Signed | Issue the invoice.
        {who} would like to sign contract {doc} electronically. | Signed | Hand the order to production.`),
      onSite: lines(`
        Signed contract {doc} at their office with {who}. | Signed | Plan delivery for {date}.`),
    },
    delivery: {
      channels: [
        ['call', 5],
        ['letter', 4],
        ['visit', 1],
      ],
      said: lines(`
        Dispatch set for {date}: {count} {product}. | Date agreed | Book the lorry.
        {who} confirms receipt, nothing to complain of. | Accepted | Check the closing papers.
        The lorry is a day late; {who} knows. | Date moved | Call after receipt.
        {who} asks to move delivery to {date}: the floor is not ready. | Date moved |
        Shipping papers {doc} sent. | Dispatched | Fitters come on {date}.`),
      onSite: lines(`
        Handover on site: {count} {product}. {who} signed the protocol. | Protocol signed | Pass it to accounting.
        Installation finished and accepted by {who}. | Protocol signed | Call in a week.`),
    },
    payment: {
      channels: [
        ['call', 5],
        ['letter', 6],
      ],
      said: lines(`
        Invoice {doc} over {sum} sent to accounts payable. | Invoice sent | Check the bank on {date}.
        {who} promises to pay invoice {doc} by {date}. | Promised |
        Invoice {doc} paid in full. | Paid | Send the closing papers.
        Deposit received, {sum} left after acceptance. | Deposit received | Release the order.
        Reminded of overdue invoice {doc}; {who} blames the quarter end. | Overdue | Escalate if nothing arrives by {date}.`),
      onSite: lines(`
        Went through the account with {who}: no differences. | Statement signed |`),
    },
    complaint: {
      channels: [
        ['call', 5],
        ['letter', 5],
        ['visit', 1],
      ],
      said: lines(`
        {who} reports {count} pieces missing, delivery note {doc}. | Taken up | Answer in writing by {date}.
        Complaint: {product} arrived with rust. {who} will send photographs. | Taken up | Passed to quality.
        {who} is unhappy with the response time of our service. | Being looked into | Call on {date}.
        Complaint {doc} closed: faulty parts replaced, {who} confirms. | Closed | Offer a discount on the next order.`),
      onSite: lines(`
        Visit about complaint {doc}: {who} showed the damage, report written. | Report written | Replace at our cost.`),
    },
    support: {
      channels: [
        ['call', 7],
        ['letter', 3],
        ['visit', 1],
      ],
      said: lines(`
        {who} asks how to set up label printing. | Solved on the phone |
        Two terminals do not charge; {who} needs replacements. | With the engineer | Send replacements.
        Helped to update the terminals; {who} confirms that all is well. | Solved on the phone | Check in a week.
        {who} wants training for new storekeepers. | Visit needed | Go there on {date}.
        Question about the manual of the {product}; sent the page. | Solved |`),
      onSite: lines(`
        Trained a shift on the terminals. {who} wants a repeat in a month. | Training done | Next lesson on {date}.
        Adjusted the scales, {who} signed the report. | Solved on site |`),
    },
    maintenance: {
      channels: [
        ['visit', 3],
        ['call', 5],
        ['letter', 3],
      ],
      said: lines(`
        Inspection agreed for {date}; {who} will meet the engineer. | Inspection set |
        {who} wants to extend the service contract by a year. | Contract to be extended | Invoice {sum}.
        Maintenance plan for the year sent. | Plan sent | To be approved by {date}.`),
      onSite: lines(`
        Planned inspection: {product} in order, rollers replaced. {who} signed. | No findings | Next inspection in six months.
        Racking inspection: two bent uprights; {who} orders replacements. | Parts needed | Uprights promised for {date}.`),
    },
  },
  notes: {
    prospect: rows(`
      All depends on the new warehouse, to be finished by {date}.
      Best called in the afternoon, mornings are briefings.
      With a competitor for now; that contract ends on {date}.
      This year’s budget is spent, come back in the autumn.
      They plan a tender of about {sum}.`),
    customer: rows(`
      They want invoices by the tenth.
      Looking for a second site, will need {product}.
      New warehouse manager: introduce ourselves.
      Happy with our fitters, ask for the same team.
      Willing to be a reference and to show others round.
      Gate pass has to be ordered the day before.
      Peak season is November: plan deliveries early.
      Side unloading only, there is no ramp.
      Next quarter they expect to order for about {sum}.
      Stocktaking on {date}: do not call that day.`),
    former: rows(`
      Purchasing is moving to the parent company bit by bit.
      The warehouse is to close; they want to sell the equipment.
      A competitor offers them 60 days’ credit.
      They may talk again after the reorganisation.
      They want invoices by the tenth.`),
  },
  correction: 'Correction of the entry:',
  farewells: rows(`
    Relationship ended: they buy through their parent company now.
    Relationship ended: the client closed the warehouse.
    Relationship ended: they chose another supplier on price.`),
};
