/** ECharts, loaded only with the pages that draw a curve. */
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/language.tsx';
import type { ChartProps } from './chart.tsx';
import { chartColours } from './chart-colours.ts';
import { fullTime, number, toShanghaiAxis } from './format.ts';
import { useTheme } from './theme.tsx';

register([LineChart, CustomChart, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer]);

interface CurveProps extends ChartProps {
  readonly name: string;
  readonly unit: string;
}

/** From the lowest up, by turns below and above its line: two limits may lie closer together than their labels are high. */
const limitLabels = ['insideStartBottom', 'insideStartTop'] as const;

/** Gaps longer than this many typical steps are shown as gaps: no line is drawn where nothing was measured. */
const gapSteps = 5;

const withGaps = (points: CurveProps['points']): (readonly [number, number | null, number | null, number | null])[] => {
  const steps = points.slice(1).map((point, index) => point[0] - (points[index]?.[0] ?? point[0]));
  const typical = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const here = [toShanghaiAxis(point[0]), point[1], point[2], point[3]] as const;
    const gap = before !== undefined && typical > 0 && point[0] - before[0] > gapSteps * typical;
    return gap ? [[toShanghaiAxis((before[0] + point[0]) / 2), null, null, null] as const, here] : [here];
  });
};

const optionFor = (props: CurveProps, dark: boolean, mean: string, spread: string) => {
  const colour = dark ? chartColours.dark : chartColours.light;
  const rows = withGaps(props.points);
  const limits = [...(props.thresholds ?? [])]
    .sort((a, b) => a - b)
    .map((value, index) => ({
      yAxis: value,
      lineStyle: { color: colour.limit, type: 'dashed' as const, width: 2 },
      label: {
        formatter: `${number(value)} ${props.unit}`,
        color: colour.limit,
        position: limitLabels[index % limitLabels.length] ?? 'insideStartTop',
      },
    }));
  const marks = (props.marks ?? []).map(({ at, label }) => ({
    xAxis: toShanghaiAxis(at),
    lineStyle: { color: colour.ink, type: 'solid' as const, width: 1 },
    label: { formatter: label, color: colour.ink, position: 'end' as const },
  }));
  const highest = Math.max(...(props.thresholds ?? []), ...props.points.map((point) => point[3]));
  const lowest = Math.min(...(props.thresholds ?? []), ...props.points.map((point) => point[1]));
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.12;
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: 'inherit', color: colour.ink },
    grid: { left: 12, right: 16, top: 34, bottom: 8, containLabel: true },
    xAxis: {
      type: 'time' as const,
      min: toShanghaiAxis(props.from),
      max: toShanghaiAxis(props.to),
      axisLabel: { color: colour.soft, hideOverlap: true },
      axisLine: { lineStyle: { color: colour.line } },
    },
    yAxis: {
      type: 'value' as const,
      name: props.unit,
      nameTextStyle: { color: colour.soft, align: 'left' as const },
      min: Number((lowest - room).toPrecision(3)),
      max: Number((highest + room).toPrecision(3)),
      axisLabel: { color: colour.soft, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: colour.line } },
    },
    tooltip: {
      trigger: 'axis' as const,
      // Text drawn on the canvas: the page's security policy allows no styled HTML.
      renderMode: 'richText' as const,
      backgroundColor: colour.panel,
      borderColor: colour.line,
      textStyle: { color: colour.ink },
      formatter: (items: unknown) => {
        const first = (Array.isArray(items) ? items[0] : items) as { data?: readonly (number | null)[] } | undefined;
        const [at, low, middle, high] = first?.data ?? [];
        if (typeof at !== 'number' || typeof middle !== 'number') return '';
        const band = low === high ? '' : `\n${spread} ${number(low ?? middle)}–${number(high ?? middle)} ${props.unit}`;
        return `${fullTime(at - toShanghaiAxis(0))}\n${mean} ${number(middle)} ${props.unit}${band}`;
      },
    },
    series: [
      {
        type: 'line' as const,
        name: props.name,
        data: rows,
        encode: { x: 0, y: 2 },
        showSymbol: props.points.length < 60,
        symbolSize: 5,
        connectNulls: false,
        lineStyle: { color: colour.curve, width: 2 },
        itemStyle: { color: colour.curve },
        z: 3,
        markLine: { silent: true, symbol: 'none', data: [...limits, ...marks] },
      },
      {
        // The span from least to greatest in each bucket, as thin bars behind the mean.
        type: 'custom' as const,
        silent: true,
        tooltip: { show: false },
        data: rows,
        encode: { x: 0, y: [1, 3] },
        renderItem: (_: unknown, api: { value: (i: number) => number | string; coord: (p: [number, number]) => number[] }) => {
          const at = Number(api.value(0));
          const [x, top] = api.coord([at, Number(api.value(3))]);
          const bottom = api.coord([at, Number(api.value(1))])[1];
          if (x === undefined || top === undefined || bottom === undefined || !Number.isFinite(top) || bottom - top < 1) return null;
          return { type: 'rect' as const, shape: { x: x - 2, y: top, width: 4, height: bottom - top }, style: { fill: colour.band } };
        },
      },
    ],
  };
};

export const Curve = (props: CurveProps) => {
  const words = useWords();
  const { dark } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionFor(props, dark, words.devices.mean, words.devices.minMax) as Parameters<ECharts['setOption']>[0], true);
  });
  return <div ref={place} className="curve" />;
};
