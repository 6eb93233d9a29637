import Console
import Dispatch
import Foundation
import Store
import Synchronization
import Testing

@testable import supercargo

@Suite(.timeLimit(.minutes(1))) struct ReadQueueTests {
  /// What was answered, in its order, and a way to hold an answer up.
  private final class Log: Sendable {
    let answered = Mutex<[String]>([])
    let begun = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)

    /// An answer that comes at once.
    func answer(_ name: String) -> ReadQueue.Work {
      { _ in
        self.answered.withLock { $0.append(name) }
        self.done.signal()
        return true
      }
    }

    /// An answer that goes on until it is given up, the first time.
    func endless(_ name: String) -> ReadQueue.Work {
      let isSecond = Atomic(false)
      return { patience in
        if isSecond.exchange(true, ordering: .relaxed) { return self.answer(name)(patience) }
        self.begun.signal()
        while !patience.hasEnded { usleep(1000) }
        return false
      }
    }

    var all: [String] { answered.withLock { $0 } }
  }

  @Test func aCountMakesWayAndIsTakenUpAgain() {
    let (queue, log) = (ReadQueue(), Log())
    queue.ask(.queueCount, canWait: true, log.endless("count"))
    log.begun.wait()
    queue.ask(.queue, canWait: false, log.answer("rows"))
    log.done.wait()
    log.done.wait()
    #expect(log.all == ["rows", "count"])
  }

  @Test func whatIsSupersededIsGivenUpForGood() {
    let (queue, log) = (ReadQueue(), Log())
    queue.ask(.queue, canWait: false, log.endless("old"))
    log.begun.wait()
    queue.ask(.queue, canWait: false, log.answer("new"))
    log.done.wait()
    queue.ask(.counts, canWait: false, log.answer("counts"))
    log.done.wait()
    #expect(log.all == ["new", "counts"])
  }

  @Test func whatWaitsIsSupersededToo() {
    let (queue, log) = (ReadQueue(), Log())
    queue.ask(.order, canWait: false, log.endless("first"))
    log.begun.wait()
    queue.ask(.queue, canWait: false, log.answer("old"))
    queue.ask(.queue, canWait: false, log.answer("new"))
    queue.ask(.order, canWait: false, log.answer("order"))
    log.done.wait()
    log.done.wait()
    #expect(log.all == ["new", "order"])
  }

  @Test func rowsOfAnotherSlotAreNotGivenUp() {
    let (queue, log) = (ReadQueue(), Log())
    let isHeld = DispatchSemaphore(value: 0)
    queue.ask(.exceptions, canWait: false) { patience in
      log.begun.signal()
      isHeld.wait()
      return !patience.hasEnded && log.answer("exceptions")(patience)
    }
    log.begun.wait()
    queue.ask(.queue, canWait: false, log.answer("queue"))
    isHeld.signal()
    log.done.wait()
    log.done.wait()
    #expect(log.all == ["exceptions", "queue"])
    #expect(queue.spent > 0)
  }
}
