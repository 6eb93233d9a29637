import ArgumentParser
import Connectors
import Fulfillment
import Logging
import Store
import Sync

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension BenchCommand {
  /// `supercargo bench sync`
  struct SyncBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sync",
      abstract: "Pull parcels from a local server, and send it the same requests without the rest.",
      discussion: """
        The server is another process of this program that answers like EasyPost, one number a request, from \
        memory. The bare client sends the same requests, as many at once, over the same HTTP library, and \
        throws the answers away; the sync reads them and keeps them. Both in turn, in the same run. The account \
        of the bench has no rate limit.

        --against measures any other client in the same run: a command that is told a file with one address a \
        line and how many requests may be on their way at once, asks for each address once, reads the answers \
        to their end and prints requests a second as the last word of its output.
        """)

    @Option(name: .long, help: "Parcels, one request each.")
    var requests = 10_000

    @Option(name: .long, help: "Requests on their way at once.")
    var parallel = 16

    @Option(
      name: .long, help: "How often each is measured; the first sync finds news, the others none.")
    var rounds = 3

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Another client of the same server to measure beside it.", valueName: "command"))
    var against: String?

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func validate() throws {
      guard requests > 0, parallel > 0, rounds > 0 else {
        throw ValidationError("--requests, --parallel and --rounds take a number from 1")
      }
    }

    func run() async throws {
      let folder = try TemporaryFolder("bench")
      defer { folder.remove() }
      let server = try CannedServer(requests: requests)
      defer { server.end() }
      let run = SyncRun(
        store: try Store.open(folder.path + "/sync.sqlite"), port: server.port,
        requests: requests, parallel: parallel)
      try run.fill()
      let rival = try against.map {
        try SyncRival($0, addresses: run.addresses, parallel: parallel, folder: folder.path)
      }
      var (bare, synced): ([SyncRun.Figures], [SyncRun.Figures]) = ([], [])
      var rivals: [Double] = []
      for round in 0..<rounds {
        bare.append(try await run.bare(day: round))
        if let rival { rivals.append(try rival.run()) }
        synced.append(try await run.sync(day: round))
      }
      let decode = try await run.decodeMicroseconds()
      let best = (
        bare: bare.map(\.perSecond).max() ?? 0, synced: synced.map(\.perSecond).max() ?? 0
      )
      let ratios = zip(bare, synced).map { $1.perSecond / max($0.perSecond, 0.001) }
      let first = synced[0]
      let work = first.processor * 1000 / Double(requests)
      var fields: [(String, JSON)] = [
        ("cores", .count(ProcessInfo.processInfo.activeProcessorCount)),
        ("requests", .count(requests)), ("parallel", .count(parallel)),
        ("bare_requests_per_s", .array(bare.map { number($0.perSecond) })),
        ("sync_requests_per_s", .array(synced.map { number($0.perSecond) })),
        ("sync_numbers_per_s", number(first.numbersPerSecond)),
        ("sync_to_bare", .array(ratios.map(number))),
        ("best_sync_to_best_bare", number(best.synced / max(best.bare, 0.001))),
        ("bare_cpu_us_per_request", number(bare[0].processor * 1000 / Double(requests))),
        ("sync_cpu_us_per_request", number(work)), ("decode_us_per_answer", number(decode)),
        ("decode_share_of_cpu", number(decode / max(work, 0.001))),
        ("answer_bytes", .count(run.answerBytes)),
        ("rss_mb", .array(first.memory.map { number($0) })),
      ]
      if !rivals.isEmpty {
        let pairs = zip(rivals, synced).map { $1.perSecond / $0 }
        fields += [
          ("against_requests_per_s", .array(rivals.map(number))),
          ("sync_to_against", .array(pairs.map(number))),
          ("best_sync_to_best_against", number(best.synced / (rivals.max() ?? 1))),
        ]
      }
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }

    /// Two digits after the point.
    private func number(_ value: Double) -> JSON { .number((value * 100).rounded() / 100) }
  }
}
