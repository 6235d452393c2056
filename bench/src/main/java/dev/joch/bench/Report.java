package dev.joch.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of JSON: what was measured, on what. */
final class Report {

    private final Map<String, Object> line = new LinkedHashMap<>();

    Report(String bench) {
        line.put("bench", bench);
    }

    Report put(String name, Object value) {
        line.put(name, value);
        return this;
    }

    Report perSecond(String name, long count, long nanos) {
        return put(name, Math.round(count * 1e9 / nanos));
    }

    /** Percentiles in milliseconds. */
    Report latency(String name, Histogram histogram) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", millis(histogram.getValueAtPercentile(50)));
        percentiles.put("p90", millis(histogram.getValueAtPercentile(90)));
        percentiles.put("p99", millis(histogram.getValueAtPercentile(99)));
        percentiles.put("max", millis(histogram.getMaxValue()));
        percentiles.put("count", histogram.getTotalCount());
        return put(name, percentiles);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    void print() {
        line.put("cores", Runtime.getRuntime().availableProcessors());
        line.put("cpu", cpu());
        line.put("memoryMb", memoryMb());
        line.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        line.put("java", System.getProperty("java.runtime.version"));
        try {
            System.out.println(new ObjectMapper().writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String cpu() {
        return firstLine(Path.of("/proc/cpuinfo"), "model name");
    }

    private static long memoryMb() {
        String total = firstLine(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
        return total.isEmpty() ? 0 : Long.parseLong(total) / 1024;
    }

    private static String firstLine(Path file, String prefix) {
        if (!Files.isReadable(file)) {
            return "";
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> text.substring(text.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
