extension Command {
  static let opening: [Command] = [
    Command(
      "open", "Open the row: the order, the return, the supplier, how long it takes",
      group: .panels,
      keys: ["enter"], in: [.queue, .exceptions, .returns, .suppliers, .claims, .numbers],
      footer: "open",
      availability: { $0.openAvailability },
      run: { state, _ in state.openRow() })
  ]

  static let finding: [Command] = [
    Command(
      "filter", "Filter the list as you type; in an order, find words", group: .find,
      keys: ["/"], in: [.orderRows, .order, .search], footer: "filter",
      run: { state, _ in state.openFilter() }),
    Command(
      "find", "Go to the next row with the words; the list stays whole", group: .find,
      keys: ["\\", "ctrl-s"], in: [.lists, .order, .search],
      run: { state, _ in state.openFind() }),
    Command(
      "sort", "Choose the order of the rows, or what they are", group: .find, keys: ["s"],
      in: [.queue, .exceptions, .returns, .numbers],
      run: { state, _ in state.openSort() }),
    Command(
      "reverse", "The rows the other way round", group: .find, keys: ["r"],
      in: [.queue, .exceptions],
      run: { state, _ in state.reverseSort() }),
    Command(
      "columns", "Choose the columns and their order", group: .find, keys: ["S"], in: .lists,
      run: { state, _ in
        state.overlay = .columns(cursor: 0)
        return []
      }),
    Command(
      "views", "Views (filter, sort, columns): use, keep, forget", group: .find, keys: ["f"],
      in: .orderRows,
      run: { state, _ in state.openViews() }),
  ]

  static let marking: [Command] = [
    Command(
      "mark", "Mark the row and go on", group: .mark, keys: ["space"], in: .orderRows,
      footer: "mark", availability: { $0.rowAvailability },
      run: { state, count in state.mark(max(1, count)) }),
    Command(
      "range", "Mark from here to where the cursor goes", group: .mark, keys: ["v"],
      in: .orderRows, availability: { $0.rowAvailability },
      run: { state, _ in state.toggleRange() }),
    Command(
      "invert", "Mark what is not marked, of the rows at hand", group: .mark, keys: ["*"],
      in: .orderRows, availability: { $0.rowAvailability },
      run: { state, _ in state.invertMarks() }),
    Command(
      "mark-all", "Mark everything that matches", group: .mark, keys: ["V"],
      in: [.queue, .exceptions, .returns],
      availability: { $0.rowAvailability },
      run: { state, _ in state.markAll() }),
  ]
}
