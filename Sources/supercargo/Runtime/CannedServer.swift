import ArgumentParser
import Foundation
import Fulfillment
import Server
import Simulator
import Wire

/// A tracker that has all its answers in memory: nothing a client does makes it think.
enum CannedTracker {
  static func number(_ index: Int) -> String { "LP\(10_000_000 + index)CN" }

  /// The one number that is asked for: in the body as EasyPost has it, else at the end of the address.
  static func number(askedBy request: HTTPRequest) -> String {
    guard request.method == .post else {
      return request.url.split(separator: "=").last.map(String.init) ?? ""
    }
    let words = String(decoding: request.body, as: UTF8.self).split(separator: "\"")
    return words.first { $0.hasPrefix("LP") }.map(String.init) ?? ""
  }

  /// By number: what the simulated EasyPost says of some parcel that is under way.
  static func answers(_ count: Int) -> [String: HTTPResponse] {
    let start = Timestamp(seconds: 1_790_000_000)
    let world = World(
      seed: 1, options: World.Options(start: start, ordersPerDay: 0, backlogDays: 12, orders: 300))
    let found = world.changes(since: start - .days(3), until: start).numbers
    let samples = found.compactMap { number in
      world.page(of: number, at: start).map { (number: number, text: $0) }
    }.filter { $0.text.contains("\"status\":\"in_transit\"") }.prefix(50)
    var answers: [String: HTTPResponse] = [:]
    for index in 0..<count where !samples.isEmpty {
      let (old, text) = samples[index % samples.count]
      let new = number(index)
      answers[new] = HTTPResponse(
        status: 200, headers: ["Content-Type": "application/json"],
        body: Array(text.replacing(old, with: new).utf8))
    }
    return answers
  }
}

extension World {
  /// The page of EasyPost's list that holds that number.
  fileprivate func page(of number: String, at now: Timestamp) -> String? {
    guard let hook = hook(.easypost, number: number, at: now) else { return nil }
    let text = String(decoding: hook.body, as: UTF8.self)
    // The news hold the same tracker as the list does, last.
    guard let start = text.firstRange(of: "\"result\":") else { return nil }
    return "{\"trackers\":[" + text[start.upperBound...].dropLast() + "],\"has_more\":false}"
  }
}

extension BenchCommand {
  /// `supercargo bench sync-server`: the other side of `bench sync`, in a process of its own.
  struct SyncServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sync-server", abstract: "The server of bench sync.", shouldDisplay: false)

    @Option(name: .long)
    var requests = 10_000

    func run() async throws {
      let answers = CannedTracker.answers(requests)
      let server = HummingbirdServer(
        respond: { request in
          answers[CannedTracker.number(askedBy: request)] ?? HTTPResponse(status: 404)
        })
      try await server.run { Standard.print("port \($0)") }
    }
  }
}

/// That server as a child of this process.
final class CannedServer {
  let port: Int
  private let process = Process()

  init(requests: Int) throws {
    process.executableURL = URL(filePath: CommandLine.arguments[0]).absoluteURL
    process.arguments = ["bench", "sync-server", "--requests", String(requests)]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      text += String(decoding: more, as: UTF8.self)
    }
    guard let port = text.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0) }) else {
      throw Failure("the bench can't begin", "its server did not start")
    }
    self.port = port
  }

  func end() { process.terminate() }
}
