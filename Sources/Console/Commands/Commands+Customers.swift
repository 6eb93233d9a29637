extension Command {
  /// What customers are told.
  static let telling: [Command] = [
    Command(
      "tell", "Inform the customer: read the notices, send what waits",
      group: .customers, keys: ["i"], in: [.order, .search], footer: "inform",
      availability: { $0.tellAvailability },
      run: { state, _ in state.tell() }),
    Command(
      "withhold", "Don't tell the customer; or take back what has not left", group: .customers,
      keys: ["w"], in: [.order, .search], footer: "withhold",
      availability: { $0.withholdAvailability },
      run: { state, _ in state.openWithhold() }),
    Command(
      "notices", "The notices that wait for you, of all orders", group: .customers, keys: ["I"],
      in: .everywhere, availability: { $0.noticesAvailability },
      run: { state, _ in state.openNotices() }),
  ]
}
