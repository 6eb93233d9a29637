import Foundation
import Fulfillment
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct ConcurrencyTests {
  @Test func watchSeesOthersCommitsAndOnlyThem() throws {
    let scratch = try Scratch()
    let shop = Account(name: "main", service: "woocommerce", role: .storefront)
    try scratch.store.register([AccountSetup(account: shop, cadence: .minutes(5))], now: noon)
    let watch = try ChangeWatch(scratch.path)
    #expect(try !watch.hasChanged())
    try scratch.store.takeSamples([sampleOrder(1)])
    #expect(try watch.hasChanged())
    #expect(try !watch.hasChanged())
    _ = try scratch.store.counts()
    _ = try scratch.store.detectAll()
    _ = try watch.hasChanged()
    #expect(try scratch.store.detectAll() == DetectionResult())
    #expect(try scratch.store.releaseHeld(now: noon) == 0)
    #expect(try !watch.hasChanged())
    let other = try Store.open(scratch.path)
    try other.saveFilter("x", "y")
    #expect(try watch.hasChanged())
    try other.close()
  }

  @Test func watchOfNothingIsAnError() throws {
    let scratch = try Scratch()
    let error = try storeError { _ = try ChangeWatch(scratch.file("none.sqlite")) }
    #expect(error.what == "can't watch the store")
  }

  @Test func secondStoreOnTheFileSeesTheFirstsWork() throws {
    let scratch = try Scratch()
    let other = try Store.open(scratch.path)
    try scratch.store.takeSamples([sampleOrder(1)])
    #expect(try other.everyRow() == scratch.store.everyRow())
    _ = try other.decide(
      .tag("seen"), on: [.order(try other.only("#1"))], by: "ben", hold: .minutes(1), now: noon)
    #expect(try scratch.store.detail("#1").row.tags == ["seen"])
    try other.close()
  }

  @Test func severalStoresWriteAndReadAtOnceAndLoseNothing() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    let taken = try await withThrowingTaskGroup(of: IntakeResult.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let store = try Store.open(path)
          var sum = IntakeResult()
          for page in 0..<10 {
            // Every order comes twice, from two writers at once.
            let numbers = (0..<5).map { (writer / 2) * 1000 + page * 5 + $0 }
            sum = try sum + store.takeSamples(numbers.map { sampleOrder($0) })
            #expect(
              try store.queue(.all, sort: .risk, at: .start, count: 9, now: noon).rows.count > 0)
          }
          try store.close()
          return sum
        }
      }
      return try await group.reduce(IntakeResult(), +)
    }
    #expect(taken == IntakeResult(imported: 100, unchanged: 100))
    #expect(try scratch.store.counts().orders == 100)
    #expect(try scratch.store.integrityProblems().isEmpty)
  }

  @Test func onlyOneOfManyTakesTheLease() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    let leases = try await withThrowingTaskGroup(of: Lease?.self) { group in
      for holder in 0..<6 {
        group.addTask {
          let store = try Store.open(path)
          let lease = try store.lease("sync", holder: "\(holder)", for: .minutes(1), now: noon)
          try store.close()
          return lease
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(leases.compactMap { $0 }.count == 1)
  }

  @Test func twoOperatorsApproveTheSameReturnOnce() async throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1) { $0.returns = [sampleReturn("R1")] }])
    let id = try #require(try scratch.store.openReturns().first?.id)
    let path = scratch.path
    let applied = try await withThrowingTaskGroup(of: Int.self) { group in
      for name in ["ana", "ben", "cy", "di"] {
        group.addTask {
          let store = try Store.open(path)
          let receipt = try store.decide(
            .approveReturn(note: name), on: [.return(id)], by: name, hold: .minutes(10), now: noon)
          try store.close()
          return receipt.applied
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(applied == 1)
    #expect(try scratch.store.detail("#1").outbox.count == 1)
  }

  @Test func manyOpenANewFileAtOnce() async throws {
    let scratch = try Scratch()
    let path = scratch.file("fresh.sqlite")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        group.addTask {
          let store = try Store.open(path)
          try store.takeSamples([sampleOrder(number)])
          try store.close()
        }
      }
      try await group.waitForAll()
    }
    let store = try Store.open(path)
    #expect(try store.counts().orders == 6)
    #expect(try store.integrityProblems().isEmpty)
    try store.close()
  }

  @Test func lockHeldTooLongIsToldAsSuch() throws {
    let scratch = try Scratch()
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    let impatient = Store(
      path: scratch.path,
      connections: Connections(
        path: scratch.path,
        pool: try DatabasePool(path: scratch.path, configuration: configuration)))
    try scratch.store.pool.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      let error = try storeError { try impatient.saveFilter("x", "y") }
      #expect(error.kind == .busy)
      #expect(error.remedy.contains("try again"))
      // Reading goes on all the same.
      #expect(try impatient.counts() == BoardCounts())
      try database.execute(sql: "ROLLBACK")
    }
    try impatient.close()
  }
}

/// A store that is closed while others use it.
@Suite struct ClosingTests {
  /// Whoever was let in is waited for; whoever comes later is refused.
  @Test func noTransactionIsMissedByTheEnd() throws {
    let scratch = try Scratch()
    let connections = scratch.store.connections
    let order = Mutex<[String]>([])
    let (begun, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      // What fails is seen by the order of events.
      _ = try? connections.during {
        begun.signal()
        go.wait()
        order.withLock { $0.append("transaction") }
      }
    }
    begun.wait()
    DispatchQueue.global().async(group: group) {
      _ = try? connections.close()
      order.withLock { $0.append("closed") }
    }
    // From some moment on it is refused, though the store is not closed yet.
    var isRefused = false
    while !isRefused {
      do { try connections.during {} } catch { isRefused = true }
    }
    #expect(order.withLock { $0 }.isEmpty)
    go.signal()
    group.wait()
    #expect(order.withLock { $0 } == ["transaction", "closed"])
  }
}
