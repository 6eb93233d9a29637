import Fulfillment
import Store
import Sync
import Synchronization
import Testing

/// A value that closures share.
private final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }
  func change(_ body: (inout Value) -> Void) {
    mutex.withLock { value in
      var changed = value
      body(&changed)
      value = changed
    }
  }
}

struct InboxWriterTests {
  private struct Full: Error {}

  private static func delivery(_ key: String) -> InboxDelivery {
    InboxDelivery(
      account: "shop", key: key, topic: "", path: "", headers: "", body: [],
      receivedAt: Rig.now)
  }

  @Test func whoeverWaitsIsToldOnceItIsKept() async throws {
    let kept = Box<[String]>([])
    let writer = InboxWriter(
      hasNews: {}, receive: { batch in kept.change { $0 += batch.map(\.key) } })
    try await writer.keep(Self.delivery("a"))
    #expect(kept.value == ["a"])
    try await writer.keep(Self.delivery("b"))
    #expect(kept.value == ["a", "b"])
  }

  @Test func thoseThatComeMeanwhileShareATransaction() async throws {
    let (gates, gate) = AsyncStream.makeStream(of: Void.self)
    let (starts, started) = AsyncStream.makeStream(of: Void.self)
    let sizes = Box<[Int]>([])
    let writer = InboxWriter(
      hasNews: {},
      receive: { batch in
        sizes.change { $0.append(batch.count) }
        started.yield()
        var iterator = gates.makeAsyncIterator()
        await iterator.next()
      })
    let first = Task { try await writer.keep(Self.delivery("first")) }
    var iterator = starts.makeAsyncIterator()
    await iterator.next()
    let others = (0..<100).map { at in Task { try await writer.keep(Self.delivery("\(at)")) } }
    // As many as have come by then: the gate opens for the first alone, then for good.
    gate.yield()
    gate.finish()
    try await first.value
    for other in others { try await other.value }
    let counts = sizes.value
    #expect(counts.reduce(0, +) == 101 && counts[0] == 1)
    #expect(counts.allSatisfy { $0 <= 64 })
  }

  @Test func oneThatCannotBeKeptHarmsNobodyElse() async throws {
    let (gates, gate) = AsyncStream.makeStream(of: Void.self)
    let kept = Box<Set<String>>([])
    let writer = InboxWriter(
      hasNews: {},
      receive: { batch in
        var iterator = gates.makeAsyncIterator()
        await iterator.next()
        guard !batch.contains(where: { $0.key == "bad" }) else { throw Full() }
        kept.change { $0.formUnion(batch.map(\.key)) }
      })
    let keys = ["a", "bad", "b", "c"]
    let tasks = keys.map { key in Task { try await writer.keep(Self.delivery(key)) } }
    gate.finish()
    var failed: [String] = []
    for (key, task) in zip(keys, tasks) {
      do { try await task.value } catch is Full { failed.append(key) }
    }
    #expect(failed == ["bad"])
    #expect(kept.value == ["a", "b", "c"])
  }

  @Test func whoGivesUpIsNotHeldByASlowDisk() async throws {
    let (gates, gate) = AsyncStream.makeStream(of: Void.self)
    let (starts, started) = AsyncStream.makeStream(of: Void.self)
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let writer = InboxWriter(
      hasNews: { ended.yield() },
      receive: { _ in
        started.yield()
        var iterator = gates.makeAsyncIterator()
        await iterator.next()
      })
    let slow = Task { try await writer.keep(Self.delivery("a")) }
    var iterator = starts.makeAsyncIterator()
    await iterator.next()
    slow.cancel()
    await #expect(throws: CancellationError.self) { try await slow.value }
    gate.finish()
    var end = ends.makeAsyncIterator()
    await end.next()
    try await writer.keep(Self.delivery("b"))
  }

  @Test func whoHasGivenUpBeforeIsToldSo() async throws {
    let writer = InboxWriter(hasNews: {}, receive: { _ in })
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await writer.keep(Self.delivery("a"))
    }
    // Either it was faster, or it was told.
    do { try await task.value } catch is CancellationError { return }
  }
}
