/// What preferences look at, of one bid or of several together.
struct Measure {
  /// Place in the rule's own list of suppliers.
  var rank = 0
  var priority = 0
  var cost = Cost()
  /// Days to the customer; `Int.max` where not known.
  var earliest = 0
  var latest = 0
  /// Smoothed share delivered by the promise.
  var record = Int.max

  /// nil: not known.
  var days: ClosedRange<Int>? {
    latest < .max && earliest <= latest ? earliest...latest : nil
  }

  /// Both must be done, at that cost in all.
  func joined(_ other: Measure) -> Measure {
    Measure(
      rank: rank + other.rank, priority: priority + other.priority, cost: cost + other.cost,
      earliest: max(earliest, other.earliest), latest: max(latest, other.latest),
      record: min(record, other.record))
  }

  /// What told two apart.
  enum Criterion: Hashable {
    case rank
    case preference(RoutingPolicy.Preference)
  }

  /// The first criterion that tells this from the other, and whether this is the better by it; nil:
  /// they are as good as each other.
  func difference(
    from other: Measure, by preferences: [RoutingPolicy.Preference]
  ) -> (criterion: Criterion, isBetter: Bool)? {
    if rank != other.rank { return (.rank, rank < other.rank) }
    for preference in preferences {
      let isBetter: Bool
      switch preference {
      case .priority where priority != other.priority: isBetter = priority < other.priority
      case .cost where cost != other.cost: isBetter = cost < other.cost
      case .speed where (latest, earliest) != (other.latest, other.earliest):
        isBetter = (latest, earliest) < (other.latest, other.earliest)
      case .record where record != other.record: isBetter = record > other.record
      default: continue
      }
      return (.preference(preference), isBetter)
    }
    return nil
  }

  /// A supplier's record, drawn toward what is usual while its sample is small.
  static func smoothed(_ record: SupplierRecord?) -> Int {
    let (usual, weight) = (9_000, 10)
    guard let record, let onTime = record.onTime, record.sample > 0 else { return usual }
    let sample = min(record.sample, 1_000_000)
    return (min(max(onTime, 0), 10_000) * sample + usual * weight) / (sample + weight)
  }
}
