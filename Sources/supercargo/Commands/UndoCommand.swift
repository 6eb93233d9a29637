import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo undo`
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back the last decision, as a whole.")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Do again what was undone last.")
  var redo = false

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func run() throws {
    let store = try global.openStore()
    let name = try global.configuration().operatorName
    let receipt =
      redo
      ? try store.redo(by: name, now: global.now)
      : try store.undo(nil, by: name, now: global.now)
    try Receipts.report(receipt, json: json, quiet: global.quiet, verb: redo ? "redo" : "undo")
  }
}
