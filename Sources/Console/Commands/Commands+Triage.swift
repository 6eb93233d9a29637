import Fulfillment

extension Command {
  /// What an operator says about an order that needs a hand. Each can be taken back with `u`.
  static let triage: [Command] = [
    Command(
      "acknowledge", "Acknowledge: seen, being worked on", group: .triage, keys: ["a"],
      in: [.orderRows, .order, .search], footer: "ack",
      availability: { $0.availability(.standing) },
      run: { state, _ in state.decide(.decide(.acknowledge), on: .standing) }),
    Command(
      "snooze", "Snooze until a time or until something moves", group: .triage, keys: ["z"],
      in: [.orderRows, .order, .search], footer: "snooze",
      availability: { $0.availability(.standing) },
      run: { state, _ in state.openSnooze() }),
    Command(
      "resolve", "Resolve with a reason", group: .triage, keys: ["R"],
      in: [.orderRows, .order, .search], footer: "resolve",
      availability: { $0.availability(.standing) },
      run: { state, _ in state.openPrompt(.resolve, on: .standing) }),
    Command(
      "note", "Write a note", group: .triage, keys: ["n"], in: [.orderRows, .order],
      footer: "note", availability: { $0.availability(.order) },
      run: { state, _ in state.openPrompt(.note, on: .order) }),
    Command(
      "note-editor", "Write a note in $EDITOR", group: .triage, keys: ["e"],
      in: [.orderRows, .order, .search], availability: { $0.availability(.order) },
      run: { state, _ in state.editNote() }),
    Command(
      "tag", "Put a tag on, or with - take it off", group: .triage, keys: ["t"],
      in: [.orderRows, .order, .search], footer: "tag",
      availability: { $0.availability(.order) },
      run: { state, _ in state.openPrompt(.tag, on: .order) }),
    Command(
      "contact", "Prepare a message to the supplier", group: .triage, keys: ["C"],
      in: [.orderRows, .order, .search], footer: "contact",
      availability: { $0.contactAvailability },
      run: { state, _ in state.openContact() }),
    Command(
      "evidence", "Hand in evidence for the dispute; shows it word for word first",
      group: .triage, keys: ["E"], in: [.claims, .order, .search], footer: "evidence",
      availability: { $0.evidenceAvailability },
      run: { state, _ in state.prepareEvidence() }),
    Command(
      "bought", "Write down a purchase made by hand", group: .triage, keys: ["b"],
      in: [.queue, .exceptions, .order, .search], availability: { $0.boughtAvailability },
      run: { state, _ in state.openBought() }),
    Command(
      "repeat", "Do the last verb again here", group: .triage, keys: ["."],
      in: [.orderRows, .order, .search], availability: { $0.repeatAvailability },
      run: { state, _ in state.repeatVerb() }),
    Command(
      "undo", "Undo the last decision", group: .triage, keys: ["u"], in: .everywhere,
      footer: "undo", availability: { $0.undoAvailability },
      run: { state, _ in state.undo() }),
    Command(
      "redo", "Redo what was undone", group: .triage, keys: ["ctrl-r"], in: .everywhere,
      run: { state, _ in state.redo() }),
  ]

  /// What an operator answers to a customer who wants to send something back.
  static let returning: [Command] = [
    Command(
      "approve", "Approve a return or a proposed purchase; shows what will be sent first",
      group: .returns, keys: ["y"], in: [.queue, .exceptions, .returns, .order, .search],
      footer: "approve",
      availability: { $0.approveAvailability },
      run: { state, _ in state.approve() }),
    Command(
      "decline", "Decline the return with a reason; shows it first",
      group: .returns, keys: ["d"],
      in: [.returns, .order, .search], footer: "decline",
      availability: { $0.availability(.returns) },
      run: { state, _ in state.openPrompt(.decline, on: .returns) }),
    Command(
      "ask", "Ask the customer for more; shows it first", group: .returns,
      keys: ["m"],
      in: [.returns, .order, .search], footer: "ask more",
      availability: { $0.availability(.returns) },
      run: { state, _ in state.openPrompt(.ask, on: .returns) }),
  ]
}
