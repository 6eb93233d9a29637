import ArgumentParser
import Foundation
import Fulfillment
import Store
import Synchronization

@testable import supercargo

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A store and a configuration in a folder of their own, and the verbs run on them in this process.
final class Desk: Sendable {
  let folder: TemporaryFolder
  let store: Store

  init(configuration: String = "[console]\noperator = \"tester\"\n") throws {
    folder = try TemporaryFolder("desk")
    store = try Store.open(folder.path + "/desk.sqlite")
    try configuration.write(toFile: folder.path + "/c.toml", atomically: true, encoding: .utf8)
  }

  deinit {
    // What is left in a temporary folder does no harm; a test must not fail for it.
    _ = try? store.close()
    folder.remove()
  }

  /// A file in the folder.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Takes orders from the shop of that name and lets the rules trip.
  func take(_ orders: [Order], from shop: String = "main") throws {
    try store.register(
      [
        AccountSetup(
          account: Account(name: shop, service: "files", role: .storefront),
          cadence: .milliseconds(0))
      ], now: noon)
    for start in stride(from: 0, to: orders.count, by: 500) {
      _ = try store.take(
        Array(orders[start..<min(start + 500, orders.count)]), from: shop, isHistory: false,
        cursor: nil, now: noon)
    }
    while try store.detect(thresholds: Thresholds(), limit: 1000, now: noon).hasMore {}
  }

  /// The order of that name in full.
  func detail(_ name: String) throws -> OrderDetail {
    let id = try store.onlyOrder(name)
    guard let detail = try store.order(id, returnWindow: .days(30), now: noon) else {
      throw Failure(name, "it is gone")
    }
    return detail
  }

  /// Runs a verb on this store.
  func run(_ words: String...) -> Outcome { run(words) }

  /// The same with the words in an array.
  func run(_ words: [String]) -> Outcome {
    Outcome.of(words + ["--store", store.path, "--config", folder.path + "/c.toml"])
  }
}

/// What came of a verb.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String

  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// The JSON object on each line of the output.
  var objects: [[String: Any]] {
    lines.compactMap { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any] }
  }

  /// Runs the words as the program would, with the exit status it would end with.
  static func of(_ words: [String]) -> Outcome {
    var status: Int32 = 0
    var complaint = ""
    let (output, errors) = Captured.both {
      do {
        var command = try Supercargo.parseAsRoot(words)
        try command.run()
      } catch let failure as Failure {
        complaint = failure.description
        status = failure.status.rawValue
      } catch is PartlyDone {
        status = ExitStatus.partly.rawValue
      } catch let code as ExitCode {
        status = code.rawValue
      } catch {
        complaint = Supercargo.fullMessage(for: error)
        status = Supercargo.exitCode(for: error) == .validationFailure ? 2 : 1
      }
    }
    return Outcome(status: status, output: output, errors: errors + complaint)
  }
}

/// Standard output and standard error of this process, lent to one test at a time.
enum Captured {
  private static let turn = Mutex(())

  /// What the work wrote to standard output.
  static func output(_ work: () throws -> Void) rethrows -> String { try both(work).output }

  /// What the work wrote to both.
  static func both(_ work: () throws -> Void) rethrows -> (output: String, errors: String) {
    try turn.withLock { _ in
      let (out, err) = (Diversion(STDOUT_FILENO), Diversion(STDERR_FILENO))
      do { try work() } catch {
        _ = (out.end(), err.end())
        throw error
      }
      return (out.end(), ours(err.end()))
    }
  }

  /// The program's own lines; what other tests said meanwhile goes where it was meant to go.
  private static func ours(_ text: String) -> String {
    var own = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("supercargo: ") {
        own += line + "\n"
      } else {
        Standard.write(line + "\n", to: STDERR_FILENO)
      }
    }
    return own
  }

  /// A file descriptor that leads to a file for a while.
  private struct Diversion {
    let descriptor: Int32
    let saved: Int32
    let file: UnsafeMutablePointer<FILE>?

    init(_ descriptor: Int32) {
      self.descriptor = descriptor
      saved = dup(descriptor)
      file = tmpfile()
      if let file { dup2(fileno(file), descriptor) }
    }

    func end() -> String {
      dup2(saved, descriptor)
      close(saved)
      guard let file else { return "" }
      defer { fclose(file) }
      lseek(fileno(file), 0, SEEK_SET)
      var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
      while true {
        let count = read(fileno(file), &buffer, buffer.count)
        guard count > 0 else { break }
        bytes += buffer[..<count]
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// The moment at which the orders of the tests stand: 2025-11-17T12:00:00Z, a Monday.
let noon = Timestamp(seconds: 1_763_380_800)

func euros(_ cents: Int64) -> Money { Money(minor: cents, currency: .eur) }

/// A paid order of ten days ago that nobody has bought yet: the rules see it.
func overdue(_ number: Int, change: (inout Order) -> Void = { _ in }) -> Order {
  let placed = noon - .days(10) + .minutes(Int64(number))
  var order = Order(
    externalID: "ext-\(number)", name: "#\(number)", placedAt: placed, updatedAt: placed,
    payment: .paid, paidAt: placed, currency: .eur)
  order.total = euros(4000)
  order.subtotal = euros(3500)
  order.shipping = euros(500)
  order.customerName = "Rosa Lima"
  order.email = "rosa@example.com"
  order.shipTo = Address(
    name: "Rosa Lima", line1: "1 Long Street", city: "Campinas", postcode: "13010-001",
    country: "BR")
  order.lines = [
    OrderLine(externalID: "1", sku: "CASE-1", title: "Phone case", quantity: 2, price: euros(1750))
  ]
  change(&order)
  return order
}

/// What a terminal must never be sent from a shop's own words.
let hostile = "a\u{1B}]0;own\u{7}\u{1B}[2J\u{9B}31m\u{202E}b\u{2066}c\r\nd"

/// Scalars that act on a terminal or hide what is shown.
func isHarmless(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { scalar in
    switch scalar.value {
    case 0x0A: true
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}

extension Currency {
  static let eur = Currency("EUR") ?? .usd
  static let jpy = Currency("JPY") ?? .usd
}
