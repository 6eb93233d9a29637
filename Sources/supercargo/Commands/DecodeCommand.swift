import ArgumentParser
import Connectors
import Foundation
import Settings
import Wire

/// `supercargo decode SERVICE FILE`
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Tell what a recorded answer, cassette, delivery or file of a service means.",
    discussion: """
      Prints a JSON object a line: values as sync would take them, or the error that the answer means. \
      Exit status: 0 all of it is values, 1 it is an error, 3 a part can't be read or is an error, \
      4 it holds nothing.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The service, as in the configuration: shopify, woocommerce, easypost, files.")
  var service: String

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Option(name: .long, help: "What it holds, where that can't be seen; a wrong one names all.")
  var kind: String?

  @Option(name: .long, help: "The webhook secret to check a delivery by: env:NAME or file:PATH.")
  var secret: String?

  @Flag(name: .long, help: "JSON lines; there is no other form.")
  var json = false

  func run() throws {
    guard let decoder = RecordingDecoder(service, secret: try secretText(), now: global.now) else {
      let names = ConnectorTable.all.map(\.service).joined(separator: ", ")
      throw ValidationError("\(service): there is only \(names)")
    }
    if let kind, !decoder.kinds.contains(kind) {
      throw ValidationError(
        "--kind \(kind): \(service) has \(decoder.kinds.joined(separator: ", "))")
    }
    let found = decoder.decode(try bytes(), name: file, kind: kind)
    for entry in found.entries { Standard.print(JSON(entry.json).line) }
    found.unreadable.forEach(Standard.complain)
    if !global.quiet {
      for operation in found.skipped where found.errors.isEmpty || !found.values.isEmpty {
        Standard.complain("not read: \(operation)")
      }
    }
    if !found.errors.isEmpty, found.values.isEmpty {
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    if !found.errors.isEmpty || !found.unreadable.isEmpty { throw PartlyDone() }
    if found.entries.isEmpty { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }

  private func bytes() throws -> [UInt8] {
    guard file == "-" else {
      return try InputFile.bytes(of: file, remedy: "nothing was decoded")
    }
    return [UInt8](FileHandle.standardInput.readDataToEndOfFile())
  }

  private func secretText() throws -> String {
    guard let secret else { return "" }
    do throws(ValueProblem) {
      return try Secret(secret).resolve(environment: GlobalOptions.environment, folder: ".")
    } catch {
      throw Failure("--secret", error.what, remedy: error.remedy, status: .usage)
    }
  }
}

extension JSON {
  /// A value of the wire as it is printed.
  init(_ value: Wire.JSON) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .number(let digits):
      self = Int64(digits).map(JSON.integer) ?? Double(digits).map(JSON.number) ?? .null
    case .string(let text): self = .string(text)
    case .array(let elements): self = .array(elements.map { JSON($0) })
    case .object(let members): self = .object(members.map { ($0.name, JSON($0.value)) })
    }
  }
}
