extension Command {
  /// What is done about a supplier.
  static let supplying: [Command] = [
    Command(
      "pause", "Pause the supplier: nothing more is bought of it; or let it go on",
      group: .suppliers, keys: ["p"], in: .suppliers, footer: "pause",
      availability: { $0.rowAvailability },
      run: { state, _ in state.pauseSupplier() }),
    Command(
      "move-volume", "Move its orders to another supplier; shows what would move first",
      group: .suppliers, keys: ["m"], in: .suppliers, footer: "move volume",
      availability: { $0.rowAvailability },
      run: { state, _ in state.openMove() }),
    Command(
      "offers", "The supplier's offers", group: .suppliers, keys: ["f"], in: .suppliers,
      footer: "offers", availability: { $0.rowAvailability },
      run: { state, _ in state.openOffers() }),
  ]
}
