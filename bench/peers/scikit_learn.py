"""scikit-learn's MLPClassifier on one thread, with rows of float32 or (its users' habit) float64.

One call of partial_fit on all rows is one epoch of batches, shuffled, with Adam's state kept: the checks of its input are
paid once an epoch, as in fit. Handing it single batches instead was measured to take twice as long.
"""
import platform
import sys

from serve_peer import read_rows, serve_peer


def load():
    import numpy
    import sklearn
    from sklearn.neural_network import MLPClassifier

    dtype = numpy.float64 if sys.argv[1:] == ["float64"] else numpy.float32
    versions = {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__, "python": platform.python_version()}
    return versions, lambda task: Trainer(task, numpy, MLPClassifier, dtype)


class Trainer:
    def __init__(self, task, numpy, MLPClassifier, dtype):
        features, self.labels = read_rows(task, numpy)
        self.numpy = numpy
        self.features = features.astype(dtype)
        self.classes = numpy.arange(task["classes"])
        self.model = MLPClassifier(
            tuple(task["hidden"]),
            activation="logistic",
            solver="adam",
            alpha=0,
            batch_size=task["batchSize"],
            learning_rate_init=task["learningRate"],
            random_state=task["seed"],
        )

    def train(self, epochs, first, count):
        features, labels = self.features[first : first + count], self.labels[first : first + count]
        for _ in range(epochs):
            self.model.partial_fit(features, labels, classes=self.classes)

    def score(self):
        probabilities = self.model.predict_proba(self.features)
        chosen = probabilities[self.numpy.arange(len(self.labels)), self.labels]
        accuracy = (probabilities.argmax(axis=1) == self.labels).mean()
        return -self.numpy.log(self.numpy.maximum(chosen, 1e-30)).mean(), accuracy


serve_peer(load)
