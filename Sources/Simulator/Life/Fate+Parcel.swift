import Fulfillment

extension Fate {
  /// From the purchase to the parcel's hand-over, and on to its end.
  mutating func ship(_ boughtAt: Timestamp) {
    accept(boughtAt)
    guard let shippedAt = dispatch(boughtAt) else { return }
    life.purchases[0].steps.append((shippedAt, "SHIPPED"))
    // A parcel without number must take long enough to be missed.
    let isDomestic =
      goodAddress.country == "US" && life.scenario != .noNumber
      && life.cart.lines.allSatisfy(\.product.isDomestic)
    let carrier: Carrier = isDomestic ? (random.chance(0.5) ? .usps : .ups) : .chinaPost
    let path = travel(shippedAt, isDomestic: isDomestic)
    give(
      Parcel(number: carrier.number(serial: serial), carrier: carrier, scans: path.scans),
      shippedAt)
    finish(path)
  }

  /// Until it leaves the supplier's house; nil where it never does.
  private mutating func dispatch(_ boughtAt: Timestamp) -> Timestamp? {
    switch life.scenario {
    case .silentSupplier:
      let end = life.isMended ? after(boughtAt, hours: 30...70) : after(boughtAt, days: 4...6)
      trouble(from: boughtAt + .hours(24), until: end)
      guard life.isMended else {
        supplierCancels(at: end)
        refundAll(at: after(end, hours: 2...20), reason: "Supplier did not answer")
        return nil
      }
      life.purchases[0].steps.append((end, "UNSHIPPED"))
      return after(end, hours: 8...30)
    case .stuckBeforeDispatch:
      let end = life.isMended ? after(boughtAt, hours: 130...260) : after(boughtAt, days: 9...14)
      trouble(from: boughtAt + .days(4), until: end + .hours(12))
      guard life.isMended else {
        supplierCancels(at: end)
        refundAll(at: after(end, hours: 2...20), reason: "Supplier could not deliver")
        return nil
      }
      return end
    default:
      return after(boughtAt, hours: 8...38)
    }
  }

  /// Puts the number into the supplier's and the shop's books: at once, late, wrong first, or never.
  private mutating func give(_ parcel: Parcel, _ shippedAt: Timestamp) {
    let toldAt = after(shippedAt, minutes: 15...50)
    shop(toldAt, .status("completed"))
    switch life.scenario {
    case .noNumber:
      let end = life.isMended ? after(shippedAt, days: 4...7) : arrival(of: parcel)
      trouble(from: shippedAt + .days(3), until: end)
      if life.isMended { tell(parcel, at: end) } else { life.purchases[0].parcels = [parcel] }
    case .invalidNumber, .reusedNumber:
      let end = life.isMended ? after(shippedAt, days: 1...3) : arrival(of: parcel)
      var wrong = Parcel(
        number: parcel.carrier.misprinted(parcel.number), carrier: parcel.carrier, scans: [])
      if life.scenario == .reusedNumber, let donor { wrong = donor }
      wrong.isGenuine = false
      trouble(from: toldAt, until: end)
      tell(wrong, at: toldAt)
      if life.isMended { tell(parcel, at: end) } else { life.purchases[0].parcels.append(parcel) }
    default:
      tell(parcel, at: toldAt)
    }
  }

  private mutating func tell(_ parcel: Parcel, at: Timestamp) {
    life.purchases[0].numbers.append((at, life.purchases[0].parcels.count))
    life.purchases[0].parcels.append(parcel)
    shop(after(at, minutes: 2...20), .tracking(number: parcel.number, carrier: parcel.carrier))
  }

  private func arrival(of parcel: Parcel) -> Timestamp { parcel.scans.last?.at ?? life.placedAt }

  /// The parcel's way.
  mutating func travel(_ shippedAt: Timestamp, isDomestic: Bool) -> ParcelPath {
    var path = ParcelPath(labelAt: shippedAt, to: goodAddress, isDomestic: isDomestic, &random)
    switch life.scenario {
    case .labelOnly:
      if life.isMended {
        path.leave(after: 10_080...15_840, &random)
        trouble(from: shippedAt + .days(5), until: path.scans[1].knownAt)
        path.approach(&random)
        path.deliver(&random)
      }
    case .stalled:
      path.leave(&random)
      let silent = path.at
      if life.isMended {
        path.add(
          .departed, after: isDomestic ? 8640...14_400 : 17_280...27_360, &random)
        path.approach(&random)
        path.deliver(&random)
      } else {
        path.add(.lost, after: 43_200...54_720, &random)
      }
      let next = path.scans.first { $0.at > silent }?.knownAt ?? silent
      trouble(from: silent + .days(isDomestic ? 5 : 11), until: next)
    case .lost:
      path.leave(&random)
      path.add(.lost, after: 11_520...18_720, &random)
    case .customs:
      path.leave(&random)
      path.add(.customsHeld, after: 180...720, &random)
      if life.isMended {
        path.add(.customsReleased, after: 4320...11_520, &random)
        path.add(.arrived, after: 480...1800, &random)
        path.deliver(&random)
      } else {
        path.goBack(after: 10_080...20_160, &random)
      }
    default:
      path.leave(&random)
      path.approach(&random)
      lastMile(&path)
    }
    return path
  }

  private mutating func lastMile(_ path: inout ParcelPath) {
    switch life.scenario {
    case .damaged:
      path.add(.outForDelivery, after: 420...1500, &random)
      path.add(.damaged, after: 60...300, &random)
    case .failedDelivery:
      path.add(.outForDelivery, after: 420...1500, &random)
      path.add(.attemptFailed, after: 120...480, &random)
      if life.isMended {
        path.deliver(after: 1200...2880, &random)
      } else {
        path.goBack(after: 2880...7200, &random)
      }
    case .pickup:
      path.add(.pickupReady, after: 420...1500, &random)
      if life.isMended {
        path.add(.delivered, after: 5760...11_520, &random)
      } else {
        path.goBack(after: 10_080...14_400, &random)
      }
    case .returnedToSender:
      path.add(.outForDelivery, after: 420...1500, &random)
      path.goBack(after: 240...2880, &random)
    default:
      path.deliver(&random)
    }
  }
}
