import ArgumentParser
import Fulfillment

/// `supercargo note ORDER TEXT`
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Write a note on orders, or tag them.")

  @OptionGroup var deciding: DecidingOptions

  @Option(name: .long, help: "The note.")
  var text: String?

  @Option(name: .long, help: "A tag to put on them.")
  var tag: String?

  @Option(name: .long, help: "A tag to take off them.")
  var untag: String?

  func validate() throws {
    guard [text, tag, untag].compactMap(\.self).count == 1 else {
      throw ValidationError("say one of --text, --tag, --untag")
    }
  }

  func run() throws {
    if let text { try deciding.decide(.note(text), on: deciding.orders) }
    if let tag { try deciding.decide(.tag(tag), on: deciding.orders) }
    if let untag { try deciding.decide(.untag(untag), on: deciding.orders) }
  }
}
