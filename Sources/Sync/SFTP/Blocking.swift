import NIOPosix

/// Work that blocks its thread, done where others don't wait for a thread.
enum Blocking {
  /// Runs to its end, whatever becomes of the task that asked for it.
  static func run<Output: Sendable>(_ body: @escaping @Sendable () -> Output) async -> Output {
    await withCheckedContinuation { continuation in
      NIOThreadPool.singleton.submit { _ in continuation.resume(returning: body()) }
    }
  }
}
