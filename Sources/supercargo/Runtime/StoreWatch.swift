import Dispatch
import Store

/// Calls back whenever any process has written to the store, and sleeps while nobody writes. A store that
/// is written to all the time is told of once a second at most, and less often where it takes long to read
/// again what is on the screen. Everything happens on one queue.
final class StoreWatch {
  /// Between two calls, at least.
  private static let rest: Int64 = 1_000_000_000
  /// Of the time, reading again may take up to a twentieth.
  private static let patience: Int64 = 20
  /// Between two looks where nothing tells of writes.
  private static let poll = DispatchTimeInterval.milliseconds(250)
  /// Between two looks where something does, in case it missed one.
  private static let net = DispatchTimeInterval.seconds(30)

  private let path: String
  private let queue: DispatchQueue
  /// nil: the store is not in its place.
  private var change: ChangeWatch?
  private var bell: FileBell?
  private var ringing: (any DispatchSourceRead)?
  private let resting: any DispatchSourceTimer
  private let looking: any DispatchSourceTimer
  private let act: () -> Void
  private let isStopped: () -> Bool
  /// Nanoseconds that were spent on reading, all in all.
  private let spent: () -> Int64
  private var spentBefore: Int64 = 0
  private var isResting = false

  /// Starts watching; the store must exist. It goes on until `isStopped`.
  init(
    _ path: String, on queue: DispatchQueue, spent: @escaping () -> Int64,
    isStopped: @escaping () -> Bool, act: @escaping () -> Void
  ) throws {
    self.path = path
    self.queue = queue
    resting = DispatchSource.makeTimerSource(queue: queue)
    looking = DispatchSource.makeTimerSource(queue: queue)
    self.act = act
    self.spent = spent
    self.isStopped = isStopped
    resting.setEventHandler { self.rested() }
    looking.setEventHandler { self.look() }
    // One that was never activated must not be let go.
    resting.activate()
    looking.activate()
    try begin()
  }

  /// Watches the file that is there now.
  private func begin() throws {
    change = try ChangeWatch(path)
    bell = FileBell([path, path + "-wal"])
    ringing = bell?.source(on: queue)
    ringing?.setEventHandler { self.rang() }
    // The descriptor must outlive the source.
    ringing?.setCancelHandler { [bell] in _ = bell }
    ringing?.activate()
    every(ringing == nil ? Self.poll : Self.net)
  }

  private func every(_ interval: DispatchTimeInterval) {
    looking.schedule(deadline: .now() + interval, repeating: interval, leeway: .milliseconds(50))
  }

  private func stop() {
    ringing?.cancel()
    resting.cancel()
    looking.cancel()
  }

  private func rang() {
    bell?.silence()
    look()
  }

  private func look() {
    guard !isResting else { return }
    guard !isStopped() else { return stop() }
    do {
      guard let change else {
        // Something is in its place again: what was shown before is read anew.
        try begin()
        return tell()
      }
      if try change.hasChanged() { tell() }
    } catch {
      // One that can't be read just now (locked) is looked at again next time.
      guard change != nil, (error as? StoreError)?.kind == .missing else { return }
      change = nil
      ringing?.cancel()
      (bell, ringing) = (nil, nil)
      every(.seconds(1))
      act()
    }
  }

  /// Tells of a change, then is deaf for a while.
  private func tell() {
    act()
    isResting = true
    ringing?.suspend()
    let now = spent()
    let pause = max(Self.rest, (now - spentBefore) * Self.patience)
    spentBefore = now
    resting.schedule(
      deadline: .now() + .nanoseconds(Int(min(pause, 10 * Self.rest))), leeway: .milliseconds(100))
  }

  private func rested() {
    guard isResting else { return }
    isResting = false
    ringing?.resume()
    look()
  }
}
