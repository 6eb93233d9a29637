internal import Foundation

/// Parts of one piece of work, done by several threads in any order and taken over by one in order.
final class Conveyor<Product>: @unchecked Sendable {
  private let condition = NSCondition()
  private let parts: Int
  private var started = 0
  private var finished: [Int: Product] = [:]
  private var failure: (any Error)?

  init(parts: Int) { self.parts = parts }

  /// The next part to do; nil: none is left, or the work was given up.
  func start() -> Int? {
    condition.withLock {
      guard failure == nil, started < parts else { return nil }
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

  /// That part, as soon as it is done.
  func take(_ part: Int) throws -> Product {
    try condition.withLock {
      while true {
        if let failure { throw failure }
        if let product = finished.removeValue(forKey: part) { return product }
        condition.wait()
      }
    }
  }
}
