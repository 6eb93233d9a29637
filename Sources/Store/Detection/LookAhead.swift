internal import Foundation
internal import GRDB

/// A run of orders that several readers evaluate while one writes what they come to.
final class LookAhead: Sendable {
  /// Fewer than this are read and written by one.
  static let least = 1000
  /// More than this are several runs, so that the write-ahead log can start anew in between.
  static let most = 100_000
  /// Orders that a reader takes at a time.
  private static let size = 500
  /// Parts that readers may be ahead of the writer.
  private static let window = 12

  let parts: [ArraySlice<Int64>]
  /// The parts that are written in one transaction each.
  let shares: [Range<Int>]
  private let evaluator: Evaluator
  private let conveyor: Conveyor<[Evaluation]>
  private let group = DispatchGroup()

  /// - Parameter share: how many orders are written in a transaction.
  init(_ ids: [Int64], share: Int, _ evaluator: Evaluator) {
    let size = LookAhead.size
    parts = stride(from: 0, to: ids.count, by: size).map {
      ids[$0..<min($0 + size, ids.count)]
    }
    let count = parts.count
    let each = max(1, share / size)
    shares = stride(from: 0, to: count, by: each).map { $0..<min($0 + each, count) }
    self.evaluator = evaluator
    conveyor = Conveyor(parts: count, window: LookAhead.window)
  }

  func start(_ connections: Connections, readers: Int) {
    for _ in 0..<readers {
      DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
        do {
          try connections.during { try connections.pool.read(evaluate) }
        } catch {
          conveyor.fail(error)
        }
      }
    }
  }

  private func evaluate(_ database: Database) throws {
    let loader = try Loader(database, OfferBook(database), now: evaluator.now)
    var evaluator = evaluator
    while let part = conveyor.start() {
      conveyor.finish(part, try evaluator.evaluate(parts[part], loader))
    }
  }

  /// What the orders of that part come to.
  func take(_ part: Int) throws -> [Evaluation] { try conveyor.take(part) }

  /// Waits for the readers; those that still have something to do give it up.
  func end() {
    conveyor.close()
    group.wait()
  }
}

/// A moment between two writes, as the connection that writes sees it.
struct WriteMoment: Hashable {
  /// Changes with every commit of another connection.
  private var others: Int64?
  /// Rows that this one has written.
  private var own: Int

  init(_ database: Database) throws {
    others = try database.number("PRAGMA data_version")
    own = database.totalChangesCount
  }
}
