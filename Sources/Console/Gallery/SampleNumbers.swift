import Fulfillment

extension SampleBoard {
  /// Numbers made from a few hundred orders by arithmetic.
  static func numbers(_ kind: FigureKind) -> [Numbers] {
    let names: [String] =
      switch kind {
      case .storefront: ["main-shop", "outlet"]
      case .supplier: ["CJ", "Shenzhen agent", "AliExpress"]
      case .lane: ["CJ to BR by YunExpress", "CJ to DE by YunExpress", "AliExpress to US"]
      case .product: ["MUG-BLUE", "CASE-1", "LAMP-7"]
      }
    let today = SampleBoard.now.day
    return names.enumerated().map { index, name in
      var builder = NumbersBuilder(kind: kind, today: today, period: 90)
      var cells: [FigureCell: Int64] = [:]
      for number in 0..<(400 / (index + 1)) {
        order(number, day: today - Int32(number % 170), slow: Int32(index)).add(to: &cells)
      }
      for (cell, amount) in cells where cell.kind == kind {
        builder.add(cell.measure, day: cell.day, bucket: cell.bucket, amount: amount)
      }
      return builder.numbers(key: Int64(index + 1), name: name)
    }
  }

  private static func order(_ number: Int, day: Int32, slow: Int32) -> OrderFigures {
    let age = SampleBoard.now.day - day
    let processing = Int32(number % 7) + 3 + slow * 4
    let transit = Int32(number * 7 % 40) + 20 + slow * 10
    let isScanned = age * 4 > processing
    let isDelivered = age * 4 > processing + transit
    var figures = OrderFigures(storefront: 1, placed: day)
    figures.promised = day + 14
    figures.isDelivered = isDelivered
    figures.isOnTime = isDelivered && processing + transit <= 56
    figures.isRefunded = age > 20 && number % (23 - Int(slow) * 6) == 0
    figures.disputes = age > 30 && number % 97 == 0 ? [day + 25] : []
    figures.fault = figures.isRefunded ? (number % 2 == 0 ? .supplier : .carrier) : nil
    figures.value = Money(minor: 2900 + Int64(number % 9) * 100, currency: .usd)
    figures.products = [1]
    figures.purchases = [
      OrderFigures.Purchase(
        supplier: 1, lane: 1, placed: day, processing: isScanned ? processing : nil,
        scanned: isScanned ? day + processing / 4 : nil, transit: isDelivered ? transit : nil,
        isDelivered: isDelivered, dispatchDue: day + 2,
        isDispatchedInTime: isScanned && processing <= 8,
        cost: Money(minor: 1100 + Int64(slow) * 90, currency: .usd))
    ]
    figures.parcels =
      isScanned
      ? [OrderFigures.Parcel(supplier: 1, lane: 1, told: day + 1, isScanned: number % 31 != 0)] : []
    return figures
  }
}
