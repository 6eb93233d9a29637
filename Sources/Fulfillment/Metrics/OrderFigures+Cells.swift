extension OrderFigures {
  /// The cells it adds to and how much; with `sign` -1 what it takes away again.
  package func add(to cells: inout [FigureCell: Int64], sign: Int64 = 1) {
    func count(_ cell: FigureCell, _ amount: Int64 = 1) { cells[cell, default: 0] += sign * amount }
    func money(_ cell: FigureCell, _ money: Money?) {
      guard let money, money.minor != 0 else { return }
      var cell = cell
      cell.bucket = money.currency.figureBucket
      count(cell, money.minor)
    }

    func order(_ kind: FigureKind, _ key: Int64) {
      func cell(_ measure: FigureMeasure, _ day: Int32, _ bucket: Int32 = 0) -> FigureCell {
        FigureCell(kind: kind, key: key, day: day, measure: measure, bucket: bucket)
      }
      count(cell(.placed, placed))
      outcomes(kind, key, placed)
      if isCancelled { count(cell(.cancelled, placed)) }
      if isDelivered { count(cell(.delivered, placed)) }
      if kind == .storefront {
        money(cell(.value, placed), value)
        money(cell(.refundedValue, placed), refundedValue)
        for purchase in purchases where !purchase.isCancelled {
          money(cell(.cost, placed), purchase.cost)
        }
      }
      guard let promised, !isCancelled else { return }
      count(cell(.promised, promised))
      if isOnTime { count(cell(.onTime, promised)) }
    }

    /// What becomes of an order is told of everybody who had a part in it.
    func outcomes(_ kind: FigureKind, _ key: Int64, _ day: Int32) {
      for (isSo, measure) in [
        (isRefunded, FigureMeasure.refunded), (isReturned, .returned),
        (!disputes.isEmpty, .disputed),
      ] where isSo {
        count(FigureCell(kind: kind, key: key, day: day, measure: measure))
      }
      if let fault {
        count(
          FigureCell(
            kind: kind, key: key, day: day, measure: .fault, bucket: Int32(fault.rawValue)))
      }
    }

    func bought(_ purchase: Purchase, _ kind: FigureKind, _ key: Int64) {
      func cell(_ measure: FigureMeasure, _ day: Int32, _ bucket: Int32 = 0) -> FigureCell {
        FigureCell(kind: kind, key: key, day: day, measure: measure, bucket: bucket)
      }
      count(cell(.placed, purchase.placed))
      outcomes(kind, key, purchase.placed)
      if purchase.isCancelled { count(cell(.cancelled, purchase.placed)) }
      if purchase.isDelivered { count(cell(.delivered, purchase.placed)) }
      took(purchase, kind, key)
      if !purchase.isCancelled { money(cell(.cost, purchase.placed), purchase.cost) }
      guard let promised, !isCancelled, !purchase.isCancelled else { return }
      count(cell(.promised, promised))
      if isOnTime { count(cell(.onTime, promised)) }
    }

    /// How long it took, and whether it was dispatched in time.
    func took(_ purchase: Purchase, _ kind: FigureKind, _ key: Int64) {
      func cell(_ measure: FigureMeasure, _ day: Int32, _ bucket: Int32 = 0) -> FigureCell {
        FigureCell(kind: kind, key: key, day: day, measure: measure, bucket: bucket)
      }
      if let processing = purchase.processing {
        count(cell(.processed, purchase.placed, processing))
      }
      if let scanned = purchase.scanned {
        count(cell(.scanned, scanned))
        if let transit = purchase.transit { count(cell(.arrived, scanned, transit)) }
      }
      if let due = purchase.dispatchDue, !purchase.isCancelled {
        count(cell(.dispatchDue, due))
        if purchase.isDispatchedInTime { count(cell(.dispatchedInTime, due)) }
      }
    }

    /// Storefronts answer for what was bought of anybody, and products are bought of several.
    func answered(_ purchase: Purchase, _ kind: FigureKind, _ key: Int64) {
      if !purchase.isCancelled {
        count(FigureCell(kind: kind, key: key, day: purchase.placed, measure: .bought))
      }
      took(purchase, kind, key)
    }

    func numbered(_ parcel: Parcel, _ kind: FigureKind, _ key: Int64) {
      guard key != 0 else { return }
      count(FigureCell(kind: kind, key: key, day: parcel.told, measure: .numbered))
      if parcel.isScanned {
        count(FigureCell(kind: kind, key: key, day: parcel.told, measure: .numberScanned))
      }
    }

    order(.storefront, storefront)
    for day in disputes {
      count(FigureCell(kind: .storefront, key: storefront, day: day, measure: .disputeOpened))
    }
    for product in products { order(.product, product) }
    for purchase in purchases {
      bought(purchase, .supplier, purchase.supplier)
      bought(purchase, .lane, purchase.lane)
      answered(purchase, .storefront, storefront)
      for product in products { answered(purchase, .product, product) }
    }
    for parcel in parcels {
      numbered(parcel, .storefront, storefront)
      numbered(parcel, .supplier, parcel.supplier)
      numbered(parcel, .lane, parcel.lane)
      for product in products { numbered(parcel, .product, product) }
    }
  }
}
