internal import Foundation

/// Parts of one piece of work, done by several threads in any order and taken over by one in order.
final class Conveyor<Product>: @unchecked Sendable {
  private let condition = NSCondition()
  private let parts: Int
  private let window: Int
  private var started = 0
  private var taken = 0
  private var isClosed = false
  private var finished: [Int: Product] = [:]
  private var failure: (any Error)?

  /// - Parameter window: how many may be started before the oldest of them is taken.
  init(parts: Int, window: Int) { (self.parts, self.window) = (parts, window) }

  /// The next part to do, once it may be begun; nil: none is left, or the work was given up.
  func start() -> Int? {
    condition.withLock {
      while failure == nil, !isClosed, started < parts, started >= taken + window {
        condition.wait()
      }
      guard failure == nil, !isClosed, started < parts else { return nil }
      defer { started += 1 }
      return started
    }
  }

  func finish(_ part: Int, _ product: Product) {
    condition.withLock {
      finished[part] = product
      condition.broadcast()
    }
  }

  /// Gives everything up; the first reason counts.
  func fail(_ error: any Error) {
    condition.withLock {
      failure = failure ?? error
      condition.broadcast()
    }
  }

  /// No more is wanted.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  /// That part, as soon as it is done.
  func take(_ part: Int) throws -> Product {
    try condition.withLock {
      while true {
        if let failure { throw failure }
        if let product = finished.removeValue(forKey: part) {
          taken = part + 1
          condition.broadcast()
          return product
        }
        condition.wait()
      }
    }
  }
}
