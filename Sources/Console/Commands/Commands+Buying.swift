extension Command {
  /// Buying from suppliers.
  static let buying: [Command] = [
    Command(
      "plan", "Plan purchases: what would be bought, of whom, at what cost", group: .buying,
      keys: ["p"], in: [.queue, .exceptions, .order, .search], footer: "plan",
      availability: { $0.availability(.order) },
      run: { state, _ in state.openPlan() }),
    Command(
      "plan-matching", "Plan purchases for everything that matches", group: .buying, keys: [],
      in: .queue, availability: { $0.rowAvailability },
      run: { state, _ in state.openPlanMatching() }),
    Command(
      "hold", "Hold the purchase, or let it go", group: .buying, keys: ["h"],
      in: [.queue, .exceptions, .order, .search], footer: "hold",
      availability: { $0.availability(PurchaseVerb.hold) },
      run: { state, _ in state.begin(.hold) }),
    Command(
      "drop", "Don't send a purchase that has not left", group: .buying, keys: ["x"],
      in: [.queue, .exceptions, .order, .search],
      availability: { $0.availability(PurchaseVerb.drop) },
      run: { state, _ in state.begin(.drop) }),
    Command(
      "cancel-purchase", "Ask the supplier to drop a purchase that it has", group: .buying,
      keys: ["X"], in: [.queue, .exceptions, .order, .search],
      availability: { $0.availability(PurchaseVerb.cancel) },
      run: { state, _ in state.begin(.cancel) }),
    Command(
      "ask-supplier", "Outcome not known: ask the supplier again now", group: .buying,
      keys: ["A"], in: .order, footer: "ask again",
      availability: { $0.availability(PurchaseVerb.ask) },
      run: { state, _ in state.begin(.ask) }),
    Command(
      "placed", "Outcome not known: it was placed, under a number", group: .buying, keys: ["Y"],
      in: .order, footer: "was placed",
      availability: { $0.availability(PurchaseVerb.placed) },
      run: { state, _ in state.begin(.placed) }),
    Command(
      "absent", "Outcome not known: it was not placed", group: .buying, keys: ["N"],
      in: .order, footer: "was not",
      availability: { $0.availability(PurchaseVerb.absent) },
      run: { state, _ in state.begin(.absent) }),
    Command(
      "stop", "Stop all buying until it is started again", group: .buying, keys: [],
      in: .everywhere, availability: { $0.stopAvailability },
      run: { state, _ in state.openStop() }),
    Command(
      "start", "Let buying go on", group: .buying, keys: [], in: .everywhere,
      availability: { $0.startAvailability },
      run: { state, _ in state.openStart() }),
  ]
}
