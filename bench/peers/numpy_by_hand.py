"""The step by hand in NumPy, one thread, float32: the formulas of the textbook, vectorised, all gradients in one vector so
that Adam is a few passes in place. (With one array per kernel and no work in place it was measured a third slower.)"""
import platform

from serve_peer import read_rows, serve_peer

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7


def load():
    import numpy

    versions = {"numpy": numpy.__version__, "python": platform.python_version()}
    return versions, lambda task: Trainer(task, numpy)


class Trainer:
    def __init__(self, task, np):
        self.np, self.task = np, task
        self.x, self.labels = read_rows(task, np)
        self.y = np.eye(task["classes"], dtype=np.float32)[self.labels]
        self.random = np.random.default_rng(task["seed"])
        sizes = [task["columns"], *task["hidden"], task["classes"]]
        self.shapes = [shape for a, b in zip(sizes, sizes[1:]) for shape in ((a, b), (b,))]
        size = sum(int(np.prod(shape)) for shape in self.shapes)
        self.p, self.g, self.m, self.v, self.t = (np.zeros(size, np.float32) for _ in range(5))
        self.parameters, self.gradients = self.views(self.p), self.views(self.g)
        for kernel in self.parameters[::2]:
            limit = np.sqrt(6 / sum(kernel.shape))
            kernel[:] = self.random.uniform(-limit, limit, kernel.shape)
        self.steps = 0

    def views(self, flat):
        """Each kernel and bias as a view into one vector."""
        views, start = [], 0
        for shape in self.shapes:
            end = start + int(self.np.prod(shape))
            views.append(flat[start:end].reshape(shape))
            start = end
        return views

    def forward(self, x):
        np = self.np
        activations = [x]
        for kernel, bias in zip(self.parameters[:-2:2], self.parameters[1:-2:2]):
            activations.append(1 / (1 + np.exp(-(activations[-1] @ kernel + bias))))
        z = activations[-1] @ self.parameters[-2] + self.parameters[-1]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        activations.append(e / e.sum(axis=1, keepdims=True))
        return activations

    def step(self, x, y):
        np = self.np
        activations = self.forward(x)
        delta = (activations[-1] - y) / np.float32(len(y))
        for layer in reversed(range(len(self.shapes) // 2)):
            a = activations[layer]
            np.matmul(a.T, delta, out=self.gradients[2 * layer])
            delta.sum(axis=0, out=self.gradients[2 * layer + 1])
            if layer > 0:
                delta = (delta @ self.parameters[2 * layer].T) * a * (1 - a)
        self.adam()

    def adam(self):
        np, p, g, m, v, t = self.np, self.p, self.g, self.m, self.v, self.t
        self.steps += 1
        m *= np.float32(BETA1)
        np.multiply(g, np.float32(1 - BETA1), out=t)
        m += t
        v *= np.float32(BETA2)
        np.multiply(g, g, out=t)
        t *= np.float32(1 - BETA2)
        v += t
        np.multiply(v, np.float32(1 / (1 - BETA2**self.steps)), out=t)
        np.sqrt(t, out=t)
        t += np.float32(EPSILON)
        np.divide(m, t, out=t)
        t *= np.float32(self.task["learningRate"] / (1 - BETA1**self.steps))
        p -= t

    def train(self, epochs, first, count):
        size = self.task["batchSize"]
        for _ in range(epochs):
            order = first + self.random.permutation(count)
            for start in range(0, count, size):
                rows = order[start : start + size]
                self.step(self.x[rows], self.y[rows])

    def score(self):
        np = self.np
        probabilities = self.forward(self.x)[-1]
        chosen = probabilities[np.arange(len(self.labels)), self.labels]
        return -np.log(np.maximum(chosen, 1e-30)).mean(), (probabilities.argmax(axis=1) == self.labels).mean()


serve_peer(load)
