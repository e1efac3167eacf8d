// The scores folder: numbers by which predictions are judged, as functions of arrays, defined as in scikit-learn.
export * from "./accuracyScore.ts";
export * from "./auc.ts";
export * from "./averagePrecisionScore.ts";
export * from "./balancedAccuracyScore.ts";
export * from "./brierScoreLoss.ts";
export * from "./calibrationCurve.ts";
export * from "./classificationReport.ts";
export * from "./cohenKappaScore.ts";
export * from "./confidenceInterval.ts";
export * from "./confusionMatrix.ts";
export type {
  Average,
  Averaged,
  ClassAverage,
  CountOptions,
  LabelScoreOptions,
  PrecisionRecallCurve,
  RocCurve,
  Unaveraged,
} from "./counts/index.ts";
export * from "./d2AbsoluteErrorScore.ts";
export * from "./d2BrierScore.ts";
export * from "./d2LogLossScore.ts";
export * from "./d2PinballScore.ts";
export * from "./detCurve.ts";
export * from "./explainedVarianceScore.ts";
export * from "./f1Score.ts";
export * from "./fBetaScore.ts";
export * from "./hammingLoss.ts";
export type {
  CurveOptions,
  ExplainedOptions,
  FiniteOptions,
  Label,
  LabelList,
  LabelsInput,
  PinballOptions,
  PositiveProbabilityOptions,
  ProbabilityOptions,
  RawOptions,
  RegressionOptions,
} from "./inputs/index.ts";
export type { Interval, ScoreOptions } from "./intervals/index.ts";
export * from "./jaccardScore.ts";
export * from "./logLoss.ts";
export * from "./matthewsCorrcoef.ts";
export * from "./maxError.ts";
export * from "./meanAbsoluteError.ts";
export * from "./meanAbsolutePercentageError.ts";
export * from "./meanPinballLoss.ts";
export * from "./meanSquaredError.ts";
export * from "./meanSquaredLogError.ts";
export * from "./medianAbsoluteError.ts";
export * from "./multilabelConfusionMatrix.ts";
export * from "./precisionRecallCurve.ts";
export * from "./precisionRecallFscoreSupport.ts";
export * from "./precisionScore.ts";
export * from "./r2Score.ts";
export * from "./recallScore.ts";
export type { ClassificationReport, ReportOptions, ReportRow } from "./reports/index.ts";
export * from "./rocAucScore.ts";
export * from "./rocCurve.ts";
export * from "./rootMeanSquaredError.ts";
export * from "./rootMeanSquaredLogError.ts";
export * from "./topKAccuracyScore.ts";
export * from "./wilsonInterval.ts";
export * from "./zeroOneLoss.ts";
