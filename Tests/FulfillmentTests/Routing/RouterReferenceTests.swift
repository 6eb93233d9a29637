import Fulfillment
import Testing

private typealias Samples = RouterSamples

/// The quick choice against trying every choice there is.
@Suite struct RouterReferenceTests {
  /// What one supplier asks by one method for one line.
  private struct Ask {
    var supplier: String
    var method: String
    var goods: Int64
    var postage: Int64
  }

  private struct World {
    /// By line.
    var asks: [[Ask]]

    var offers: [Offer] {
      asks.enumerated().flatMap { line, asks in
        Dictionary(grouping: asks) { $0.supplier }.sorted { $0.key < $1.key }.map {
          supplier, asks in
          Samples.offer(
            supplier, asks.first?.goods, sku: "L\(line)",
            methods: asks.map { Samples.method($0.method, $0.postage) })
        }
      }
    }

    var request: RouteRequest {
      Samples.request(asks.indices.map { Samples.line("\($0)", "L\($0)", price: 90_000) })
    }

    /// Goods, and the dearest postage of each supplier and method.
    func cost(_ picks: [Ask]) -> Int64 {
      let parcels = Dictionary(grouping: picks) { [$0.supplier, $0.method] }
      return picks.reduce(0) { $0 + $1.goods }
        + parcels.values.reduce(0) { $0 + ($1.map(\.postage).max() ?? 0) }
    }

    var choices: [[Ask]] {
      asks.reduce([[]]) { before, asks in before.flatMap { done in asks.map { done + [$0] } } }
    }
  }

  private func world(_ random: inout SplitMix64) -> World {
    World(
      asks: (0..<random.int(2...4)).map { _ in
        let suppliers = ["A", "B", "C"].filter { _ in !random.once(in: 3) }
        return (suppliers.isEmpty ? ["A"] : suppliers).flatMap { supplier in
          let goods = random.int64(100...900)
          return ["M", "N"].prefix(random.int(1...2)).map { method in
            Ask(
              supplier: supplier, method: method, goods: goods,
              postage: random.int64(100...900))
          }
        }
      })
  }

  private func total(_ world: World, tolerance: Int) -> (cost: Int64, purchases: Int) {
    let routing = Samples.route(world.offers, world.request) {
      ($0.preferences, $0.splitTolerance) = ([.cost], tolerance)
    }
    #expect(routing.refused.isEmpty)
    let cost = routing.routes.compactMap(\.landed?.minor).reduce(0, +)
    return (cost, routing.routes.count)
  }

  @Test(arguments: seeds)
  func theCostIsWhatTheChoiceCostsAndNoneIsBelowTheBest(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let world = world(&random)
      let best = try #require(world.choices.map(world.cost).min())
      #expect(total(world, tolerance: 0).cost >= best)
    }
  }

  @Test(arguments: seeds)
  func itIsNoDearerThanLineByLineOrAllFromOne(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let world = world(&random)
      let found = total(world, tolerance: 0).cost
      let alone = world.asks.compactMap { asks in
        asks.min { $0.goods + $0.postage < $1.goods + $1.postage }
      }
      #expect(found <= world.cost(alone))
      let single = world.choices.filter { picks in
        Set(picks.map(\.supplier)).count == 1 && Set(picks.map(\.method)).count == 1
      }
      if let cheapest = single.map(world.cost).min() { #expect(found <= cheapest) }
    }
  }

  /// A choice line by line can miss the best of all; it may not do so often, nor by much.
  @Test func itIsNearlyAlwaysTheBestOfAll() throws {
    var (worlds, misses) = (0, 0)
    for seed in seeds {
      var random = SplitMix64(seed: seed)
      for _ in 0..<20 {
        let world = world(&random)
        let best = try #require(world.choices.map(world.cost).min())
        let found = total(world, tolerance: 0).cost
        worlds += 1
        if found > best { misses += 1 }
        #expect(found * 100 <= best * 120, "seed \(seed): \(found) where \(best) was to be had")
      }
    }
    #expect(misses * 100 <= worlds * 5, "\(misses) of \(worlds)")
  }

  @Test(arguments: seeds)
  func aToleranceMakesNoMorePurchasesAndKeepsToItself(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let world = world(&random)
      let (strict, loose) = (total(world, tolerance: 0), total(world, tolerance: 1500))
      #expect(loose.purchases <= strict.purchases)
      #expect(loose.cost * 10_000 <= strict.cost * 11_500)
    }
  }
}
